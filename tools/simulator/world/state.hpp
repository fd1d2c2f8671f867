// The whole store as one JSON text and back: the state file.
#pragma once

#include "tools/simulator/world/directory.hpp"
#include "tools/simulator/world/store.hpp"

#include <expected>
#include <string>

namespace tenantry::simulator {

std::string accounts_json(const Store& store);
std::string zones_json(const Store& store);
std::string members_json(const Store& store);
std::string subscriptions_json(const Store& store);
/// Of all zones that have one, also the usual one of a seeded plan.
std::string zone_subscriptions_json(const Store& store);

std::string access_users_json(const Store& store);
/// By the zone's id: the settings and holds that are not as at first.
std::string zone_settings_json(const Store& store);
std::string zone_holds_json(const Store& store);

/// All who may call but the administrator that the settings name, with their secrets.
std::string users_json(const Directory& directory);

/// Everything, so that a simulator that reads it goes on where this one stopped.
std::string state_json(const Store& store, const Directory& directory);

/// Fills an empty store and the directory; says what is wrong with a text that is no state.
std::expected<void, std::string> read_state(Store& store, Directory& directory,
                                            const std::string& text);

/// Writes the state beside the file and renames it, so that no reader sees half of it. It holds
/// secrets: nobody but its owner may read it.
std::expected<void, std::string> save_state(const Store& store, const Directory& directory,
                                            const std::string& file);

/// Reads the file into an empty store and the directory: false when there is no such file.
std::expected<bool, std::string> load_state(Store& store, Directory& directory,
                                            const std::string& file);

} // namespace tenantry::simulator
