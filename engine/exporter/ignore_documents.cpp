#include "engine/exporter/exporter.hpp"
#include "engine/manifest/manifest.hpp"

#include <fmt/core.h>

#include <set>
#include <vector>

namespace tenantry::exporter {
namespace {

/// What an Ignore document says of one field, or of the whole; `field` is a line or "".
std::string document_of(const std::string& name, const Finding& finding, const std::string& field,
                        Day until, const std::string& why) {
    return fmt::format(
        "---\n# {}: {} {}\napiVersion: tenantry/v1\nkind: Ignore\nmetadata: {{name: "
        "{}}}\nspec:\n  address: {}\n  exactly: true\n  class: {}\n{}  until: {}\n  why: {}\n",
        name_of(finding.severity), name_of(finding.finding_class), finding.kind->title(), name,
        manifest::flow_text(finding.address.text()), name_of(finding.finding_class), field,
        day_in_words(until), manifest::flow_text(why));
}

} // namespace

std::string ignore_documents(const Drift& drift, const Desired& desired, Day until,
                             const std::string& why) {
    std::set<std::string> taken;
    for (const Ignore& each : desired.ignores)
        taken.insert(each.name);
    std::string text;
    const auto add = [&](const Finding& finding, std::string_view path) {
        std::string name = "found-" + finding.finding_id;
        for (int again = 2; !taken.insert(name).second; ++again)
            name = fmt::format("found-{}-{}", finding.finding_id, again);
        const std::string field =
            path.empty() ? "" : fmt::format("  field: {}\n", manifest::flow_text(Json(path)));
        text += document_of(name, finding, field, until, why);
    };
    for (const std::vector<Finding>* findings : {&drift.findings, &drift.hidden}) {
        for (const Finding& finding : *findings) {
            const std::vector<std::string_view> paths = paths_for_rules(finding);
            for (const std::string_view path : paths)
                add(finding, path);
            if (paths.empty()) add(finding, "");
        }
    }
    return text;
}

} // namespace tenantry::exporter
