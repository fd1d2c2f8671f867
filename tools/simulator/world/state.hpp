// The whole world as one JSON text and back: the state file. What is in it is the list of its
// parts.
#pragma once

#include "tools/simulator/world/object_kind.hpp"

#include <expected>
#include <span>
#include <string>

namespace tenantry::simulator {

/// Everything that is kept, so that a simulator that reads it goes on where another one stopped.
std::span<const StatePart* const> state_parts();

/// Writes the state beside the file and renames it, so that no reader sees half of it. It holds
/// secrets: nobody but its owner may read it.
std::expected<void, std::string> save_state(const Store& store, const Directory& directory,
                                            const std::string& file);

/// Reads the file into an empty world: false when there is no such file.
std::expected<bool, std::string> load_state(const WorldAt& world, const std::string& file);

} // namespace tenantry::simulator
