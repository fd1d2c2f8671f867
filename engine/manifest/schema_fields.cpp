// The members of a map: those that are not known, those that are missing, and where what stands in
// the wrong place belongs.
#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/manifest/excerpt.hpp"
#include "engine/manifest/hints.hpp"
#include "engine/manifest/schema_checker.hpp"
#include "engine/manifest/variables.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace tenantry::manifest {
namespace {

bool is_one_of(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

/// "spec.accounts[1].zones[0].name".
std::string place_of(const std::string& name, const std::vector<std::string>& path) {
    std::string place;
    for (const std::string& step : path) {
        if (!place.empty() && !step.starts_with('[')) place += '.';
        place += step;
    }
    return fmt::format("{}.{}", place, name);
}

} // namespace

void Checker::map(Node node, const Schema& schema) {
    if (schema.closed) {
        add(node, complaint_about_alternatives(node, schema));
    } else if (node.size() > schema.max_properties) {
        return add(node, "value",
                   fmt::format("the map has {} entries; at most {} are allowed", node.size(),
                               schema.max_properties));
    }
    std::vector<Entry> unknown;
    for (const Entry entry : node.entries()) {
        const auto& [name, value] = entry;
        // An empty key is no field, and still a member of a map that takes any.
        const Schema* property = name.text().empty() ? schema.others : schema.property(name.text());
        if (schema.property_names != nullptr) key(name, schema);
        if (property == nullptr) {
            if (schema.closed) unknown.push_back(entry);
            continue;
        }
        if (has_variable(name.text())) {
            add(name, "variable", "variables (${...}) are not known in keys",
                "write the key itself; values can have variables");
        }
        if (property == schema.others && schema.names_some()) {
            if (auto complaint = complaint_about_flattened(node, entry, schema))
                return add(entry.key, std::move(complaint));
            undocumented(entry, schema);
        }
        at_.path.emplace_back(name.text());
        const bool around = std::exchange(open_, schema.names_some());
        const Without without =
            std::exchange(without_, is_one_of(schema.required, name.text()) ? Without::wrong
                                    : is_one_of(schema.one_of, name.text()) ? Without::by_default
                                                                            : Without::as_it_is);
        check(value, *property);
        without_ = without;
        open_ = around;
        at_.path.pop_back();
    }
    members(node, schema, unknown);
}

/// A key whose form is told. Where what it names is known, the nearest is said.
void Checker::key(Node key, const Schema& schema) {
    const Schema& form = *schema.property_names;
    const bool matches = !form.pattern || form.pattern->matches(key.text());
    const std::string near = matches ? "" : suggest(key.text(), names_in(schema));
    if (near.empty())
        return add(key, complaint_about_text(key, form, at_.hints && at_.shows_values));
    add(key, "value", unfit(key, form.pattern_says), near);
}

/// What stands in a map that is not known, and what is missing.
void Checker::members(Node node, const Schema& schema, const std::vector<Entry>& unknown) {
    std::vector<std::string> missing;
    for (const std::string& name : schema.required) {
        if (!node.find(name) && !node.has_gap()) missing.push_back(name);
    }
    if (unknown.size() == 1 && !node.has_gap()) {
        const Node key = unknown.front().key;
        const std::string meant = meant_for(unknown.front(), missing, node, schema, at_);
        if (!meant.empty()) {
            const Schema& property = *schema.property(meant);
            return add(key, "unknown-field", "unknown field " + excerpt(key.text()),
                       fmt::format("write {}: in its place{}", meant,
                                   !at_.hints || fits(unknown.front().value, property)
                                       ? ""
                                       : ", with " + what_to_write(property)));
        }
    }
    for (const Entry& entry : unknown)
        add(entry.key, complaint_about_unknown(node, entry, schema, at_));
    for (const std::string& name : missing) {
        add(node, "missing-field",
            fmt::format("{} is missing here{}", in_quotes(name),
                        at_.path.empty() ? "" : ": " + printable(place_of(name, at_.path))),
            how_to_add(name, *schema.property(name)));
    }
}

/// Names that no document has are taken as they are: what is new at Cloudflare must not wait for
/// us. What a guard keeps is judged with all that manifests write.
void Checker::undocumented(const Entry& entry, const Schema& schema) {
    const auto& [key, value] = entry;
    if (std::ranges::find(at_.path, "keep") != at_.path.end()) return;
    const Schema* form = schema.property_names;
    if (form != nullptr && form->pattern && !form->pattern->matches(key.text())) return;
    const std::string near = suggest(key.text(), names_in(schema));
    diagnostics_.add({.severity = Severity::warning,
                      .code = "manifest.undocumented",
                      .summary = fmt::format(
                          "Cloudflare's document has no {} here: it is taken as it is written",
                          excerpt(key.text())),
                      .hint = near.empty() ? "check the id: it may be new, or withdrawn" : near,
                      .position = key.position(),
                      .value = value.position()});
}

} // namespace tenantry::manifest
