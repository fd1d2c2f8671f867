// What a Tenant document says besides defaults: guards and prices. Its shape has been checked.
#pragma once

#include "engine/manifest/tree.hpp"
#include "engine/model/guards.hpp"
#include "engine/model/money.hpp"

#include <vector>

namespace tenantry::manifest {

Guards read_guards(Node guards);
std::vector<RatePlan> read_prices(Node prices);

} // namespace tenantry::manifest
