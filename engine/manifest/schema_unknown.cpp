#include "engine/manifest/schema_unknown.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/manifest/excerpt.hpp"
#include "engine/manifest/hints.hpp"
#include "engine/manifest/schema_checker.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace tenantry::manifest {
namespace {

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

Stray stray(const Entry& entry, Node node, const CheckedPlace& place) {
    return {.name = entry.key.text(),
            .type = schema_type(entry.value.type()),
            .here = node,
            .root = place.root,
            .path = place.path};
}

bool is_misnamed(const Entry& entry, const std::string& missing, Node node, const Schema& schema,
                 const CheckedPlace& place) {
    const std::string key(entry.key.text());
    const Schema& property = *schema.property(missing);
    if (!takes(property, entry.value)) return false;
    const std::string near = nearest(key, names_in(schema));
    if (key == schema.file || near == missing) return true;
    // What is only tried is not tried again within.
    return near.empty() && (!place.hints || fits(entry.value, property)) &&
           hint_of_place(stray(entry, node, place), schema, place.documents).empty();
}

} // namespace

std::vector<std::string> names_in(const Schema& schema) {
    std::vector<std::string> names;
    names.reserve(schema.properties.size());
    for (const auto& [name, property] : schema.properties)
        names.push_back(name);
    return names;
}

std::string meant_for(const Entry& entry, const std::vector<std::string>& missing, Node node,
                      const Schema& schema, const CheckedPlace& place) {
    if (missing.size() == 1 && is_misnamed(entry, missing.front(), node, schema, place))
        return missing.front();
    const bool may_be_short =
        missing.empty() && !schema.short_form.empty() && !node.find(schema.short_form);
    const std::string near = nearest(entry.key.text(), names_in(schema));
    const bool meant = may_be_short && (near.empty() || near == schema.short_form) &&
                       fits(entry.value, *schema.property(schema.short_form));
    return meant ? schema.short_form : "";
}

Complaint complaint_about_unknown(Node node, const Entry& entry, const Schema& schema,
                                  const CheckedPlace& place) {
    const std::vector<std::string> names = names_in(schema);
    const std::string key(entry.key.text());
    // Within a map of that name it is no field that went astray.
    const bool inside = std::ranges::find(place.path, key) != place.path.end();
    std::string hint =
        inside ? "" : hint_of_place(stray(entry, node, place), schema, place.documents);
    const std::string near = nearest(key, names);
    const bool slip = !near.empty() && takes(*schema.property(near), entry.value);
    const auto* open = open_map_in(schema);
    if (hint.empty() && place.shows_values && !slip && open != nullptr &&
        fits(entry.value, *open->second->others))
        hint = fmt::format("write it under {}, as {}: {{{}: {}}}", open->first, open->first,
                           printable(key), entry.value.written());
    if (hint.empty() && place.shows_values && !slip && open == nullptr)
        hint = hint_if_unmanaged(key);
    if (hint.empty()) hint = suggest(key, names);
    if (hint.empty()) hint = "known here are " + join(names, ", ");
    return {"unknown-field", "unknown field " + excerpt(key), hint};
}

std::optional<Complaint> complaint_about_flattened(Node node, const Entry& entry,
                                                   const Schema& schema) {
    if (schema.properties.size() != 1) return std::nullopt;
    const auto& [name, wrapper] = schema.properties.front();
    const Schema* inner = wrapper->property(entry.key.text());
    if (inner == nullptr || inner == wrapper->others) return std::nullopt;
    return Complaint{"unknown-field",
                     fmt::format("{} stands under {}", excerpt(entry.key.text()), name),
                     fmt::format("write {{{}: {}}}", name, in_one_line(node))};
}

std::optional<Complaint> complaint_about_alternatives(Node node, const Schema& schema) {
    if (node.size() < schema.min_properties && !node.has_gap())
        return Complaint{"alternatives",
                         fmt::format("one of {} is missing here", join(names_in(schema), " or ")),
                         ""};
    if (node.size() > schema.max_properties)
        return Complaint{
            "alternatives",
            fmt::format("only one of {} can stand here", join(names_in(schema), " and ")), ""};
    return std::nullopt;
}

} // namespace tenantry::manifest
