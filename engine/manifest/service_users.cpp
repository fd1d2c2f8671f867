#include "engine/manifest/service_users.hpp"

#include "engine/base/text.hpp"
#include "engine/manifest/distinct.hpp"
#include "engine/model/natural_key.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace tenantry::manifest {

std::optional<Node> service_user_section(const Node& spec, const KindTable& kinds) {
    if (kinds.service_users() == nullptr) return std::nullopt;
    const auto section = spec.find(kinds.service_users()->section);
    return section && section->is_map() ? section : std::nullopt;
}

void add_memberships(CustomerDraft& draft, const KindTable& kinds) {
    if (kinds.service_users() == nullptr) return;
    const Kind& kind = *kinds.service_users()->membership;
    const std::size_t count = draft.resources.size();
    const auto user = std::ranges::find_if(draft.resources, [&](const Resource& resource) {
        return kinds.service_users()->is_user(*resource.kind);
    });
    if (user == draft.resources.end()) return;
    const std::vector<Field> fields = user->fields;
    const Position position = user->position;
    for (std::size_t i = 0; i < count; ++i) {
        if (draft.resources[i].kind->name != kind.parent) continue;
        draft.resources.push_back(
            {.kind = &kind, .parent = i, .fields = fields, .position = position});
        // What its schema has one value for is wanted to be so.
        for (const auto& [name, property] : kinds.schema_of(kind).properties) {
            if (property->choices.size() != 1) continue;
            draft.resources.back().fields.push_back(
                {name, Json(property->choices.front()), position});
        }
    }
}

bool comes_along(const Kind& kind, const KindTable& kinds) {
    return kinds.service_users() != nullptr && kinds.service_users()->is_membership(kind);
}

bool comes_first(const Resource& resource, const KindTable& kinds) {
    return kinds.service_users() != nullptr && kinds.service_users()->is_user(*resource.kind);
}

Diagnostic without_rights(const Resource& membership, const std::string& names, Position place,
                          const KindTable& kinds) {
    const std::string section(kinds.service_users()->section);
    return {.code = "manifest.missing-field",
            .summary = fmt::format("{}.{} is missing in the Tenant document", section, names),
            .hint = fmt::format("write {} under {} in its spec", names, section),
            .subject = membership.address.text(),
            .position = place};
}

void check_memberships(const Desired& desired, const KindTable& kinds, Diagnostics& diagnostics) {
    if (kinds.service_users() == nullptr) return;
    const ServiceUsers& users = *kinds.service_users();
    const Kind& kind = *kinds.find(users.named_alike);
    const Schema& schema = kinds.schema_of(kind);
    const NaturalKey key(schema);
    const auto key_of = [&](const Resource& resource) {
        return std::pair(resource.parent, key.of(resource));
    };
    std::map<std::pair<std::size_t, std::string>, const Resource*> memberships;
    for (const Resource& resource : desired.resources) {
        if (users.is_membership(*resource.kind)) memberships.emplace(key_of(resource), &resource);
    }
    for (const Resource& resource : desired.resources) {
        const auto found =
            resource.kind == &kind ? memberships.find(key_of(resource)) : memberships.end();
        if (found == memberships.end()) continue;
        diagnostics.add(not_distinct(
            *found->second, resource, schema,
            fmt::format("{} is the customer's {}", in_quotes(key.name_of(resource)),
                        users.user->title()),
            fmt::format("remove it here: its roles stand under {} in the Tenant document",
                        users.section)));
    }
}

} // namespace tenantry::manifest
