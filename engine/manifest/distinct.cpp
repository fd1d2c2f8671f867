#include "engine/manifest/distinct.hpp"

#include "engine/base/text.hpp"
#include "engine/model/natural_key.hpp"

#include <fmt/core.h>

#include <map>
#include <string>
#include <vector>

namespace tenantry::manifest {
namespace {

using Group = std::vector<const Resource*>;

const Field* field_with(const Resource& resource, const Schema& schema, IdentityRole role) {
    const std::string_view name = schema.field_with(role);
    return name.empty() ? nullptr : resource.field(name);
}

/// Resources of one name, more than one of them.
void check_group(const Kind& kind, const KindTable& kinds, const Group& group,
                 Diagnostics& diagnostics) {
    const Schema& schema = kinds.schema_of(kind);
    const std::string scope(schema.field_with(IdentityRole::scope));
    std::map<std::string_view, const Resource*> seen;
    const Resource* bare = nullptr; // one without anything that tells it apart
    for (const Resource* resource : group) {
        const std::string_view by = distinction(*resource, schema);
        const auto [first, is_new] = seen.emplace(by, resource);
        const Resource* other = is_new ? (by.empty() ? group.front() : bare) : first->second;
        if (by.empty()) bare = resource;
        if (other == nullptr || other == resource) continue;
        const NaturalKey key(schema);
        const std::string name = in_quotes(key.name_of(*resource));
        const std::string part(schema.field_with(IdentityRole::part));
        if (!part.empty() && by != distinction(*other, schema)) {
            diagnostics.add(
                not_distinct(*other, *resource, schema,
                             fmt::format("two {} named {} can't be told apart", kind.plural, name),
                             fmt::format("add \"{}\" to both, with different values", part)));
        } else if (key.unique() != Uniqueness::none) {
            const bool same = resource->parent == other->parent;
            diagnostics.add(not_distinct(
                *other, *resource, schema,
                fmt::format("{} {} stands in two {}", kind.title(), name,
                            same ? "places" : std::string(kinds.parent_of(kind).plural)),
                "keep it in one of them"));
        } else {
            diagnostics.add(
                not_distinct(*other, *resource, schema,
                             fmt::format("two {} named {} can't be told apart", kind.plural, name),
                             fmt::format("add \"id\"{} to both, with different values",
                                         scope.empty() ? "" : fmt::format(" or \"{}\"", scope))));
        }
    }
}

} // namespace

Diagnostic not_distinct(const Resource& first, const Resource& second, const Schema& schema,
                        std::string summary, std::string hint) {
    const Field* name = field_with(second, schema, IdentityRole::name);
    const Field* other = field_with(first, schema, IdentityRole::name);
    return {.code = "manifest.not-distinct",
            .summary = std::move(summary),
            .hint = std::move(hint),
            .subject = second.address.text(),
            .position = name == nullptr ? second.position : name->position,
            .notes = {{"the other one is " + in_quotes(first.address.text()),
                       other == nullptr ? first.position : other->position}}};
}

std::string_view distinction(const Resource& resource, const Schema& schema) {
    const std::string_view id = schema.field_with(IdentityRole::id);
    const std::string_view scope = schema.field_with(IdentityRole::scope);
    const std::string_view pinned = id.empty() ? std::string_view() : resource.text_of(id);
    if (!pinned.empty()) return pinned;
    if (!scope.empty()) return resource.text_of(scope);
    const std::string_view part = schema.field_with(IdentityRole::part);
    return part.empty() ? part : resource.text_of(part);
}

void check_distinct(const Desired& desired, const KindTable& kinds, Diagnostics& diagnostics) {
    for (const Kind* kind : kinds.kinds()) {
        const Schema& schema = kinds.schema_of(*kind);
        const NaturalKey key(schema);
        if (!key.exists()) continue;
        const bool everywhere = kind->parent.empty() || key.unique() == Uniqueness::everywhere;
        std::map<std::string, Group> groups;
        std::map<std::string_view, const Resource*> pinned;
        for (const Resource& resource : desired.resources) {
            if (resource.kind != kind) continue;
            const std::string within = everywhere ? "" : std::to_string(resource.parent) + "\n";
            groups[within + key.of(resource)].push_back(&resource);
            const Field* id = field_with(resource, schema, IdentityRole::id);
            if (id == nullptr || id->value.text() == nullptr || id->value.text()->empty()) continue;
            const auto [first, is_new] = pinned.emplace(*id->value.text(), &resource);
            const bool other_name = key.name_of(*first->second) != key.name_of(resource);
            if (is_new || !other_name) continue;
            diagnostics.add(not_distinct(
                *first->second, resource, schema,
                fmt::format("two {} have the id {}", kind->plural, in_quotes(*id->value.text())),
                "correct one of the two ids"));
        }
        for (const auto& [name, group] : groups) {
            if (group.size() > 1) check_group(*kind, kinds, group, diagnostics);
        }
    }
}

} // namespace tenantry::manifest
