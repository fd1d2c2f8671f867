// What an apply left with people and at the till: members, purchases, and how often anybody was
// invited or charged. Without ids and times, so that two runs can be compared.
#pragma once

#include "tests/support/simulator_program.hpp"

#include <string>

namespace tenantry::whole {

/// Members, plans of zones and subscriptions of accounts, one line each, sorted.
std::string people_and_plans(const Json& state);

/// Settings that are not as a new zone has them, and holds of zones; one line each, sorted.
std::string settings_and_holds_of(const Json& state);

/// Invitations, and purchases that cost something, one line each: "invited ops@acme.example to Acme
/// GmbH: 1 time".
std::string ledger(const Json& audit);

/// What nobody may ever find: something twice, somebody invited twice, a purchase that changed
/// nothing; or "".
std::string doubles(const Json& audit);

} // namespace tenantry::whole
