#include "engine/manifest/drift_rules.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <tuple>

namespace tenantry::manifest {
namespace {

std::string text_in(Node map, std::string_view name) {
    const auto value = map.find(name);
    return value ? std::string(value->text()) : std::string();
}

FindingScope scope_in(Node map) {
    return {.address = text_in(map, "address"),
            .finding_class = finding_class_named(text_in(map, "class")),
            .field = text_in(map, "field"),
            .exactly = text_in(map, "exactly") == "true"};
}

bool has_form_of_a_day(std::string_view text) {
    constexpr std::string_view form = "dddd-dd-dd";
    if (text.size() != form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == 'd' ? !digit : text[i] != form[i]) return false;
    }
    return true;
}

} // namespace

std::vector<SeverityRule> read_severities(Node drift) {
    std::vector<SeverityRule> rules;
    const auto list = drift.find("severity");
    if (!list) return rules;
    for (const Node item : list->items()) {
        const auto severity = severity_named(text_in(item, "severity"));
        if (severity) rules.push_back({scope_in(item), *severity, item.position()});
    }
    return rules;
}

Ignore read_ignore(Node root, Diagnostics& diagnostics) {
    Ignore ignore{.position = root.position()};
    if (const auto metadata = root.find("metadata")) {
        ignore.name = text_in(*metadata, "name");
        if (const auto name = metadata->find("name")) ignore.position = name->position();
    }
    const auto spec = root.find("spec");
    if (!spec) return ignore;
    ignore.about = scope_in(*spec);
    ignore.why = text_in(*spec, "why");
    const auto until = spec->find("until");
    if (!until) return ignore;
    ignore.until_position = until->position();
    const std::string text(until->text());
    const auto day = day_named(text);
    if (day) ignore.until = *day;
    // Of what has not the form of a day the schema has complained.
    if (!day && has_form_of_a_day(text)) {
        diagnostics.add({.code = "manifest.value",
                         .summary = printable(text) + " is no day of the calendar",
                         .hint = "write the last day on which it is ignored, as 2026-12-31",
                         .position = until->position()});
    }
    return ignore;
}

void sort_by_name(std::vector<Ignore>& ignores, Diagnostics& diagnostics) {
    std::ranges::stable_sort(ignores, [](const Ignore& a, const Ignore& b) {
        return std::tie(a.name, a.position) < std::tie(b.name, b.position);
    });
    for (std::size_t i = 1; i < ignores.size(); ++i) {
        const std::string& name = ignores[i].name;
        if (name.empty() || name != ignores[i - 1].name) continue;
        diagnostics.add({.code = "manifest.duplicate",
                         .summary = "two Ignore documents are named " + in_quotes(name),
                         .hint = "give one of them another name, or put them together",
                         .position = ignores[i].position,
                         .notes = {{"the first one is here", ignores[i - 1].position}}});
    }
}

} // namespace tenantry::manifest
