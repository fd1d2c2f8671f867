#include "engine/render/text/gone.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::render {

namespace {

std::string paths_where(const Finding& finding, const auto& holds) {
    std::vector<std::string> paths;
    for (const FieldNews& field : finding.by_field)
        if (holds(field)) paths.push_back(printable(field.path));
    return join(paths, ", ");
}

/// Fields of one finding on which different sides moved.
std::string causes_apart(const Finding& finding) {
    const auto moved = [&](Side side) {
        return paths_where(finding, [&](const FieldNews& field) { return field.cause == side; });
    };
    std::vector<std::string> parts;
    if (const std::string live = moved(Side::live); !live.empty())
        parts.push_back("changed live: " + live);
    if (const std::string wanted = moved(Side::manifest); !wanted.empty())
        parts.push_back("changed in the manifest: " + wanted);
    return join(parts, "; ");
}

} // namespace

std::string since_words(const Finding& finding, const Drift& drift) {
    if (!finding.since) return {};
    if (!finding.is_new || !drift.before) return time_in_words(*finding.since);
    const auto is_new = [](const FieldNews& field) { return field.is_new; };
    if (std::ranges::all_of(finding.by_field, is_new))
        return "new: not found by the drift of " + time_in_words(*drift.before);
    return fmt::format("{}; new: {}", time_in_words(*finding.since), paths_where(finding, is_new));
}

std::string cause_words(const Finding& finding) {
    const auto other = [&](const FieldNews& field) { return field.cause != finding.cause; };
    if (std::ranges::any_of(finding.by_field, other)) return causes_apart(finding);
    if (finding.cause == Side::unknown) return {};
    const bool live = finding.cause == Side::live;
    switch (finding.finding_class) {
    case FindingClass::missing:
        return live ? "changed live: it was there" : "changed in the manifest: it is new there";
    case FindingClass::different:
        return live ? "changed live: the manifest still says what was live"
                    : "changed in the manifest: live is still what it said";
    case FindingClass::unmanaged:
        return live ? "changed live: it was not there, or had another name"
                    : "changed in the manifest: it was named there";
    }
    return {};
}

std::string gone_lines(const Drift& drift) {
    if (drift.gone.empty()) return {};
    std::string text = "No longer found:\n";
    for (const Gone& gone : drift.gone) {
        text += fmt::format("    {} {}{}, since {}\n", printable(gone.finding_class),
                            printable(gone.address),
                            gone.fields.empty() ? "" : ": " + printable(join(gone.fields, ", ")),
                            time_in_words(gone.since));
    }
    return text + "\n";
}

} // namespace tenantry::render
