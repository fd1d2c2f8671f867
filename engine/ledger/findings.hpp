// The findings of drifts, field by field: since when each is there, and which are gone.
#pragma once

#include "engine/ledger/database.hpp"
#include "engine/ledger/records.hpp"

#include <optional>
#include <vector>

namespace tenantry::ledger {

/// All of these throw a Failure. Those that are not gone.
std::vector<FindingRecord> standing_findings(Database& database);
/// What two drifts at once found together stands once: since the earlier of both.
void note_finding(Database& database, const FindingRecord& finding);

/// Findings that were first seen at this time are unknown again: whoever wanted to hear of them
/// when they are new has not.
void forget_findings_since(Database& database, Time time);

/// When the last drift began that ended well; nothing where there was none.
std::optional<Time> last_drift(Database& database);

} // namespace tenantry::ledger
