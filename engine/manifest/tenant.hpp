// What a Tenant document says besides defaults: guards and prices. Its shape has been checked; what
// no schema can say, as amounts that do not fit and prices that stand twice, is told here.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/manifest/yaml/yaml.hpp"
#include "engine/model/guards.hpp"
#include "engine/model/money.hpp"

#include <vector>

namespace tenantry::manifest {

Guards read_guards(Node guards, Diagnostics& diagnostics);
std::vector<RatePlan> read_prices(Node prices, Diagnostics& diagnostics);

} // namespace tenantry::manifest
