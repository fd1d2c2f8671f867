// What earlier runs tell about the findings of a drift: since when each is there, which are new or
// gone, and on which side something moved. Pure.
#pragma once

#include "engine/ledger/agreed.hpp"
#include "engine/model/finding.hpp"

#include <optional>
#include <vector>

namespace tenantry::ledger {

/// What is in the ledger before the drift adds to it.
struct Earlier {
    std::vector<AgreementRecord> agreements = {};
    std::vector<FindingRecord> findings = {}; // that stood
    std::optional<Time> drift = {};           // when the last one began
};

/// The findings with what is known of them. The cause of one that is unmanaged is found out when
/// it is new, and kept.
Drift look_back_at(std::vector<Finding> findings, const Earlier& earlier, const Look& look);

/// What the ledger holds of them afterwards: all that stand, and those that are gone now.
std::vector<FindingRecord> findings_now(const Drift& drift, const Earlier& earlier,
                                        const Look& look);

} // namespace tenantry::ledger
