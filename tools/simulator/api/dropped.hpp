// Members of request bodies that the OpenAPI document has and the simulator drops on purpose. All
// others are carried out or refused: tests/contract/bodies.py tries each of them.
#pragma once

#include <string>

namespace tenantry::simulator {

/// For --help: a line for each with its source.
std::string dropped_members();

} // namespace tenantry::simulator
