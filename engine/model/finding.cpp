#include "engine/model/finding.hpp"

#include "engine/base/bug.hpp"

#include <set>

namespace tenantry {

std::string_view name_of(FindingClass finding_class) {
    switch (finding_class) {
    case FindingClass::missing: return "missing";
    case FindingClass::different: return "different";
    case FindingClass::unmanaged: return "unmanaged";
    }
    bug("finding class out of range");
}

std::size_t customers_as_wanted(const Plan& plan, std::span<const Finding> findings) {
    std::set<std::string_view> others(plan.refused.begin(), plan.refused.end());
    others.insert(plan.in_doubt.begin(), plan.in_doubt.end());
    for (const Finding& finding : findings) {
        if (!finding.address.of_nobody()) others.insert(finding.address.customer());
    }
    return plan.customers - others.size();
}

} // namespace tenantry
