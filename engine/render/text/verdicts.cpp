#include "engine/render/text/verdicts.hpp"

#include "engine/base/text.hpp"
#include "engine/render/drift_counts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

namespace tenantry::render {

std::string ignored_lines(const Drift& drift) {
    if (drift.ignored.empty()) return {};
    std::string text = "Ignored:\n";
    for (const IgnoredGroup& group : ignored_by_document(drift)) {
        text +=
            fmt::format("    {} until {}: {} ({})\n", group.count, day_in_words(group.by->until),
                        printable(group.by->why), printable(group.by->name));
    }
    return text + "\n";
}

std::string idle_lines(const Drift& drift, const Sources& sources) {
    if (drift.idle.empty()) return {};
    std::string text = "Ignore documents that match nothing any more, and can be removed:\n";
    for (const Ignore* const idle : drift.idle) {
        Position line = idle->position;
        line.column = 0;
        const std::string place =
            line.known() ? ", " + printable(sources.describe(line)) : std::string();
        text += fmt::format("    {}{}\n", printable(idle->name), place);
    }
    return text + "\n";
}

std::string unjudged_lines(const Drift& drift) {
    if (drift.unjudged.empty()) return {};
    std::string text = "Not judged:\n";
    for (const Unjudged& each : drift.unjudged) {
        text += fmt::format("    {}{}: {}\n", printable(each.customer),
                            each.partly ? ", in part" : "", printable(join(each.why, "; ")));
    }
    return text + "\n";
}

std::string severity_counts(const Drift& drift) {
    std::vector<std::string> parts;
    for (const FindingSeverity severity : severities_from_worst) {
        if (const std::size_t count = count_of(drift, severity); count > 0)
            parts.push_back(fmt::format("{} {}", count, name_of(severity)));
    }
    return join(parts, ", ");
}

std::string coverage_words(const Drift& drift, const Plan& plan) {
    const auto partly = std::ranges::count(drift.unjudged, true, &Unjudged::partly);
    const std::string in_part = partly == 0 ? "" : fmt::format(", {} of these in part", partly);
    return fmt::format(" {} of {} judged{}.", customers_judged(plan, drift),
                       counted(plan.customers, "customer"), in_part);
}

} // namespace tenantry::render
