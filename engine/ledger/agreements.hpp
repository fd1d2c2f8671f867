// What manifests and tenant agreed on when a run looked last, one row for each resource. It is
// written by runs that compared all of a customer; what is not there was never seen as wanted.
#pragma once

#include "engine/ledger/database.hpp"
#include "engine/ledger/records.hpp"

#include <span>
#include <string>
#include <vector>

namespace tenantry::ledger {

/// All of these throw a Failure. In the order of their addresses; no customers are all.
std::vector<AgreementRecord> agreements_of(Database& database,
                                           std::span<const std::string> customers);
/// Takes the place of what was agreed on before.
void agree(Database& database, const AgreementRecord& agreement);
/// It has left the manifests, and this was told: it is of no file any more.
void note_departure(Database& database, const std::string& address);

} // namespace tenantry::ledger
