// The tenant a simulator starts with: realistic names, the same for the same numbers and seed.
#pragma once

#include "tools/simulator/rules/settings.hpp"
#include "tools/simulator/world/store.hpp"

namespace tenantry::simulator {

/// Fills an empty store with tenants, units, and as many accounts and zones as the settings say.
void fill_store(Store& store, const Settings& settings);

/// The members that a seeded account has: its creator and one or two others.
std::vector<Member> seeded_members(const std::string& account_id, int number,
                                   const std::string& creator);

} // namespace tenantry::simulator
