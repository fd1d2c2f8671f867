// The tables of the ledger, and how an older one becomes one of today. Each step is numbered and is
// done once, in one transaction; there is no way back.
#pragma once

#include "engine/ledger/database.hpp"
#include "engine/ledger/location.hpp"

namespace tenantry::ledger {

/// Makes the tables of today, or throws a Failure: the ledger is newer than this program, or is
/// that of another tenant or API. With `may_change` false it only looks. Whether
/// there are tables now.
bool migrate(Database& database, const Whose& whose, bool may_change);

} // namespace tenantry::ledger
