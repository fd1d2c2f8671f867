#include "engine/render/drift_counts.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace tenantry::render {

std::size_t count_of(const Drift& drift, FindingSeverity severity) {
    const auto shown = std::ranges::count(drift.findings, severity, &Finding::severity);
    const auto hidden = std::ranges::count(drift.hidden, severity, &Finding::severity);
    return static_cast<std::size_t>(shown + hidden);
}

std::vector<IgnoredGroup> ignored_by_document(const Drift& drift) {
    std::map<std::string_view, IgnoredGroup> groups;
    for (const IgnoredFinding& ignored : drift.ignored) {
        IgnoredGroup& group = groups[ignored.by->name];
        group.by = ignored.by;
        ++group.count;
    }
    std::vector<IgnoredGroup> list;
    list.reserve(groups.size());
    for (const auto& [name, group] : groups)
        list.push_back(group);
    return list;
}

} // namespace tenantry::render
