// One line of a drift report.
#pragma once

#include "engine/base/source.hpp"
#include "engine/model/change.hpp"
#include "engine/model/plan.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenantry {

enum class FindingClass {
    missing,   // in a manifest, not live
    different, // both, with other values
    unmanaged, // live in a managed list, in no manifest
};

std::string_view name_of(FindingClass finding_class);

/// One difference between the manifests and the live tenant.
struct Finding {
    FindingClass finding_class = FindingClass::different;
    const Kind* kind = nullptr;
    Address address = {};
    std::string id = {}; // of the live object; empty for missing
    /// What an unmanaged one is, beside its name: Kind::described.
    std::vector<std::pair<std::string, Json>> about = {};
    std::vector<FieldChange> fields = {};
    std::string reason = {};
    std::string hint = {}; // where the manifests alone cannot end it
    Position position = {};
};

/// Customers of a plan that were judged and have no finding.
std::size_t customers_as_wanted(const Plan& plan, std::span<const Finding> findings);

} // namespace tenantry
