#include "engine/model/finding.hpp"

#include "engine/base/bug.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace tenantry {

std::string_view name_of(Side side) {
    switch (side) {
    case Side::unknown: return "unknown";
    case Side::live: return "live";
    case Side::manifest: return "manifest";
    }
    bug("side out of range");
}

std::vector<std::string_view> paths_for_rules(const Finding& finding) {
    if (finding.finding_class != FindingClass::different) return {};
    if (finding.fields.empty()) return {"status"};
    std::vector<std::string_view> paths;
    paths.reserve(finding.fields.size());
    std::ranges::transform(finding.fields, std::back_inserter(paths), &FieldChange::path);
    return paths;
}

std::size_t customers_as_wanted(const Plan& plan, const Drift& drift) {
    std::set<std::string_view> others(plan.refused.begin(), plan.refused.end());
    others.insert(plan.in_doubt.begin(), plan.in_doubt.end());
    const auto add = [&](const Finding& finding) {
        if (!finding.address.of_nobody()) others.insert(finding.address.customer());
    };
    std::ranges::for_each(drift.findings, add);
    std::ranges::for_each(drift.hidden, add);
    std::ranges::for_each(drift.ignored, add, &IgnoredFinding::finding);
    return plan.customers - others.size();
}

std::size_t customers_judged(const Plan& plan, const Drift& drift) {
    return plan.customers -
           static_cast<std::size_t>(std::ranges::count(drift.unjudged, false, &Unjudged::partly));
}

bool has_finding(const Drift& drift, FindingSeverity least) {
    const auto is = [&](const Finding& finding) { return finding.severity >= least; };
    return std::ranges::any_of(drift.findings, is) || std::ranges::any_of(drift.hidden, is);
}

} // namespace tenantry
