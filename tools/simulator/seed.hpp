// The tenant a simulator starts with: realistic names, the same for the same numbers and seed.
#pragma once

#include "tools/simulator/settings.hpp"
#include "tools/simulator/store.hpp"

namespace tenantry::simulator {

/// Fills an empty store with tenants, units, and as many accounts and zones as the settings say.
void fill_store(Store& store, const Settings& settings);

} // namespace tenantry::simulator
