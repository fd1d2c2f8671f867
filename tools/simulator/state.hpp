// The whole store as one JSON text and back: the state file.
#pragma once

#include "tools/simulator/store.hpp"

#include <expected>
#include <string>

namespace tenantry::simulator {

std::string accounts_json(const Store& store);
std::string zones_json(const Store& store);
std::string members_json(const Store& store);
std::string subscriptions_json(const Store& store);
/// Of all zones that have one, also the usual one of a seeded plan.
std::string zone_subscriptions_json(const Store& store);

/// Everything, so that a simulator that reads it goes on where this one stopped.
std::string state_json(const Store& store);

/// Fills an empty store; says what is wrong with a text that is no state.
std::expected<void, std::string> read_state(Store& store, const std::string& text);

/// Writes the state beside the file and renames it, so that no reader sees half of it.
std::expected<void, std::string> save_state(const Store& store, const std::string& file);

/// Reads the file into an empty store: false when there is no such file.
std::expected<bool, std::string> load_state(Store& store, const std::string& file);

} // namespace tenantry::simulator
