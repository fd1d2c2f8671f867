// One line of a drift report.
#pragma once

#include "engine/base/source.hpp"
#include "engine/model/change.hpp"

#include <string>
#include <string_view>
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
    std::string_view kind = {};
    Address address = {};
    std::string id = {}; // of the live object; empty for missing
    std::vector<FieldChange> fields = {};
    std::string reason = {};
    Position position = {};
};

} // namespace tenantry
