// An honest count of what exists twice and of what was sent and bought, for tests to hold a client
// against.
#pragma once

#include "tools/simulator/world/store.hpp"

#include <string>

namespace tenantry::simulator {

/// The audit as JSON; see --help for its parts.
std::string audit_json(Store& store);

} // namespace tenantry::simulator
