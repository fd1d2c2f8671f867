// The members of a map: those that are not known, those that are missing, and where what stands in
// the wrong place belongs.
#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/manifest/excerpt.hpp"
#include "engine/manifest/hints.hpp"
#include "engine/manifest/schema_checker.hpp"
#include "engine/manifest/variables.hpp"

#include <algorithm>
#include <utility>

namespace tenantry::manifest {
namespace {

std::vector<std::string> names_in(const Schema& schema) {
    std::vector<std::string> names;
    names.reserve(schema.properties.size());
    for (const auto& [name, property] : schema.properties)
        names.push_back(name);
    return names;
}

bool is_one_of(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

/// The property that takes any member, where it is the only one that does: the components of a
/// plan.
const std::pair<std::string, const Schema*>* open_map_in(const Schema& schema) {
    const auto is_open = [](const auto& property) {
        const Schema& map = *property.second;
        return map.others != nullptr && map.properties.empty() && !map.allows("string");
    };
    const auto found = std::ranges::find_if(schema.properties, is_open);
    const bool alone =
        found != schema.properties.end() && std::ranges::count_if(schema.properties, is_open) == 1;
    return alone ? &*found : nullptr;
}

} // namespace

void Checker::map(Node node, const Schema& schema) {
    if (schema.closed) {
        alternatives(node, schema);
    } else if (node.size() > schema.max_properties) {
        return add(node, "value",
                   "the map has " + std::to_string(node.size()) + " entries; at most " +
                       std::to_string(schema.max_properties) + " are allowed");
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
            if (flattened(node, entry, schema)) return;
            undocumented(entry, schema);
        }
        path_.emplace_back(name.text());
        const bool around = std::exchange(open_, schema.names_some());
        const Without without =
            std::exchange(without_, is_one_of(schema.required, name.text()) ? Without::wrong
                                    : is_one_of(schema.one_of, name.text()) ? Without::by_default
                                                                            : Without::as_it_is);
        check(value, *property);
        without_ = without;
        open_ = around;
        path_.pop_back();
    }
    members(node, schema, unknown);
}

/// A key whose form is told. Where what it names is known, the nearest is said.
void Checker::key(Node key, const Schema& schema) {
    const Schema& form = *schema.property_names;
    const bool matches = !form.pattern || form.pattern->matches(key.text());
    const std::string near = matches ? "" : suggest(key.text(), names_in(schema));
    if (near.empty()) return text(key, form);
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
        const std::string meant = meant_for(unknown.front(), missing, node, schema);
        if (!meant.empty()) {
            const Schema& property = *schema.property(meant);
            return add(key, "unknown-field", "unknown field " + excerpt(key.text()),
                       "write " + meant + ": in its place" +
                           (!hints_ || fits(unknown.front().value, property)
                                ? ""
                                : ", with " + what_to_write(property)));
        }
    }
    for (const Entry& entry : unknown)
        this->unknown(node, entry, schema);
    for (const std::string& name : missing) {
        add(node, "missing-field",
            in_quotes(name) + " is missing here" +
                (path_.empty() ? "" : ": " + printable(place_of(name))),
            how_to_add(name, *schema.property(name)));
    }
}

/// `- zone: a.example` for `- name: a.example`: one mistake, not two. Also for the member that may
/// stand alone, as in `plan: {name: pro}`.
std::string Checker::meant_for(const Entry& entry, const std::vector<std::string>& missing,
                               Node node, const Schema& schema) const {
    if (missing.size() == 1 && is_misnamed(entry, missing.front(), node, schema))
        return missing.front();
    const bool may_be_short =
        missing.empty() && !schema.short_form.empty() && !node.find(schema.short_form);
    const std::string near = nearest(entry.key.text(), names_in(schema));
    const bool meant = may_be_short && (near.empty() || near == schema.short_form) &&
                       fits(entry.value, *schema.property(schema.short_form));
    return meant ? schema.short_form : "";
}

bool Checker::is_misnamed(const Entry& entry, const std::string& missing, Node node,
                          const Schema& schema) const {
    const std::string key(entry.key.text());
    const Schema& property = *schema.property(missing);
    if (!takes(property, entry.value)) return false;
    const std::string near = nearest(key, names_in(schema));
    if (key == schema.file || near == missing) return true;
    // What is only tried is not tried again within.
    return near.empty() && (!hints_ || fits(entry.value, property)) &&
           hint_of_place(stray(entry, node), schema, documents_).empty();
}

/// "spec.accounts[1].zones[0].name".
std::string Checker::place_of(const std::string& name) const {
    std::string place;
    for (const std::string& step : path_) {
        if (!place.empty() && !step.starts_with('[')) place += '.';
        place += step;
    }
    return place + "." + name;
}

/// Members that belong one map further down, as those of strict_transport_security right under
/// security_header: told once, with the whole to write.
bool Checker::flattened(Node node, const Entry& entry, const Schema& schema) {
    if (schema.properties.size() != 1) return false;
    const auto& [name, wrapper] = schema.properties.front();
    const Schema* inner = wrapper->property(entry.key.text());
    if (inner == nullptr || inner == wrapper->others) return false;
    add(entry.key, "unknown-field", excerpt(entry.key.text()) + " stands under " + name,
        "write {" + name + ": " + in_one_line(node) + "}");
    return true;
}

/// Names that no document has are taken as they are: what is new at Cloudflare must not wait for
/// us. What a guard keeps is judged with all that manifests write.
void Checker::undocumented(const Entry& entry, const Schema& schema) {
    const auto& [key, value] = entry;
    if (std::ranges::find(path_, "keep") != path_.end()) return;
    const Schema* form = schema.property_names;
    if (form != nullptr && form->pattern && !form->pattern->matches(key.text())) return;
    const std::string near = suggest(key.text(), names_in(schema));
    diagnostics_.add({.severity = Severity::warning,
                      .code = "manifest.undocumented",
                      .summary = "Cloudflare's document has no " + excerpt(key.text()) +
                                 " here: it is taken as it is written",
                      .hint = near.empty() ? "check the id: it may be new, or withdrawn" : near,
                      .position = key.position(),
                      .value = value.position()});
}

/// A map whose members are known may want one of them and no second.
void Checker::alternatives(Node node, const Schema& schema) {
    if (node.size() < schema.min_properties && !node.has_gap())
        add(node, "alternatives", "one of " + join(names_in(schema), " or ") + " is missing here");
    if (node.size() > schema.max_properties)
        add(node, "alternatives",
            "only one of " + join(names_in(schema), " and ") + " can stand here");
}

Stray Checker::stray(const Entry& entry, Node node) const {
    return {.name = entry.key.text(),
            .type = schema_type(entry.value.type()),
            .here = node,
            .root = root_,
            .path = path_};
}

void Checker::unknown(Node node, const Entry& entry, const Schema& schema) {
    const std::vector<std::string> names = names_in(schema);
    const std::string key(entry.key.text());
    // Within a map of that name it is no field that went astray.
    const bool inside = std::ranges::find(path_, key) != path_.end();
    std::string hint = inside ? "" : hint_of_place(stray(entry, node), schema, documents_);
    const std::string near = nearest(key, names);
    const bool slip = !near.empty() && takes(*schema.property(near), entry.value);
    const auto* open = open_map_in(schema);
    if (hint.empty() && shows_values_ && !slip && open != nullptr &&
        fits(entry.value, *open->second->others))
        hint = "write it under " + open->first + ", as " + open->first + ": {" + printable(key) +
               ": " + std::string(entry.value.written()) + "}";
    if (hint.empty() && shows_values_ && !slip && open == nullptr) hint = hint_if_unmanaged(key);
    if (hint.empty()) hint = suggest(key, names);
    if (hint.empty()) hint = "known here are " + join(names, ", ");
    add(entry.key, "unknown-field", "unknown field " + excerpt(key), hint);
}

} // namespace tenantry::manifest
