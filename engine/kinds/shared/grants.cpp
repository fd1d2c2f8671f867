// What somebody has is read as roles, as policies, or as both sides of the same grant, and what is
// wanted is written as one of them. A role and the permission group of the same name have different
// ids, so a name on either side says that the right is there; an id says so on its own side.
#include "engine/kinds/shared/grants.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace tenantry::kinds {
namespace {

const JsonArray& items_of(const Json* list) {
    static const JsonArray none;
    return list == nullptr || list->items() == nullptr ? none : *list->items();
}

/// Ids and names of what is written as texts or read as objects.
std::set<std::string> words_of(const Json* list) {
    std::set<std::string> words;
    for (const Json& item : items_of(list)) {
        if (item.text() != nullptr) words.insert(*item.text());
        for (const std::string_view name : {"id", "name"}) {
            if (!item.text_of(name).empty()) words.emplace(item.text_of(name));
        }
    }
    return words;
}

bool denies(const Json& policy) { return policy.text_of("access") == "deny"; }

const Json* live_field(const Change& change, std::string_view path) {
    return change.live == nullptr ? nullptr : change.live->field(path);
}

/// Whether a live policy of this access has the right upon the resource group.
bool is_live(const Change& change, bool denied, const std::string& right,
             const std::string& resources) {
    return std::ranges::any_of(items_of(live_field(change, "policies")), [&](const Json& policy) {
        return denies(policy) == denied &&
               words_of(policy.find("permission_groups")).contains(right) &&
               words_of(policy.find("resource_groups")).contains(resources);
    });
}

/// Whether something that is denied now is not denied any more.
bool lifts_denial(const Change& change, const JsonArray& wanted, const std::string& right) {
    const auto denied = [&](const Json& policy) {
        return denies(policy) && words_of(policy.find("permission_groups")).contains(right);
    };
    return std::ranges::any_of(items_of(live_field(change, "policies")), denied) &&
           std::ranges::none_of(wanted, denied);
}

std::vector<Grant> from_roles(const Change& change, const FieldChange& field) {
    const std::set<std::string> had = words_of(live_field(change, "roles"));
    std::vector<Grant> grants;
    for (const Json& role : items_of(&field.after)) {
        if (role.text() == nullptr || had.contains(*role.text())) continue;
        grants.push_back(
            {.catalogue = "role", .written = *role.text(), .position = field.position});
    }
    return grants;
}

std::vector<Grant> from_policies(const Change& change, const FieldChange& field) {
    std::set<std::string> given;
    const JsonArray& wanted = items_of(&field.after);
    for (const Json& policy : wanted) {
        if (denies(policy)) continue;
        for (const Json& right : items_of(policy.find("permission_groups"))) {
            if (right.text() == nullptr) continue;
            const JsonArray& upon = items_of(policy.find("resource_groups"));
            const bool more = std::ranges::any_of(upon, [&](const Json& resources) {
                return resources.text() == nullptr ||
                       !is_live(change, false, *right.text(), *resources.text());
            });
            if (more || lifts_denial(change, wanted, *right.text())) given.insert(*right.text());
        }
    }
    std::vector<Grant> grants;
    grants.reserve(given.size());
    for (const std::string& right : given) {
        grants.push_back(
            {.catalogue = "permission_group", .written = right, .position = field.position});
    }
    return grants;
}

/// Whether a policy is what roles of these names read as on the other side: upon all of the account
/// (API reference, section 4, "Catalogues").
bool is_of_roles(const Json& policy, const std::set<std::string>& roles) {
    const JsonArray& rights = items_of(policy.find("permission_groups"));
    const JsonArray& upon = items_of(policy.find("resource_groups"));
    const auto named = [&](const Json& group) {
        return roles.contains(std::string(group.text_of("name")));
    };
    const auto whole = [](const Json& group) {
        constexpr std::string_view account = "com.cloudflare.api.account.";
        const std::string_view name = group.text_of("name");
        return name.starts_with(account) && is_id(name.substr(account.size()));
    };
    return !denies(policy) && !rights.empty() && std::ranges::all_of(rights, named) &&
           !upon.empty() && std::ranges::all_of(upon, whole);
}

/// Whether a right of this name makes somebody an administrator, of the account or a part of it.
bool administers(std::string_view name) {
    const std::string lower = ascii_lower(name);
    return lower.contains("admin") && !lower.contains("read");
}

} // namespace

std::vector<Grant> grants(const Change& change) {
    if (const FieldChange* policies = change.field("policies")) {
        return from_policies(change, *policies);
    }
    const FieldChange* roles = change.field("roles");
    return roles == nullptr ? std::vector<Grant>() : from_roles(change, *roles);
}

Json shorter_side(const Json* roles, const Json* policies) {
    if (items_of(policies).empty()) return roles == nullptr ? Json() : *roles;
    if (items_of(roles).empty()) return *policies;
    std::set<std::string> names;
    for (const Json& role : *roles->items())
        names.emplace(role.text_of("name"));
    const bool same = std::ranges::all_of(
        *policies->items(), [&](const Json& policy) { return is_of_roles(policy, names); });
    return same ? *roles : Json::object({{"roles", *roles}, {"policies", *policies}});
}

std::vector<Risk> risks_of(std::span<const Grant> grants) {
    std::vector<Risk> risks;
    for (const Grant& grant : grants) {
        const std::string what = grant.catalogue == "role" ? "role" : "permission group";
        const std::string field = grant.catalogue == "role" ? "roles" : "policies";
        if (grant.name.empty()) {
            risks.push_back({"unknown-right",
                             fmt::format("a {} is given of which only the id is known: {}", what,
                                         printable(grant.shown)),
                             field, grant.position});
        } else if (administers(grant.name)) {
            risks.push_back({"administrator",
                             fmt::format("the {} {} is given", what, in_quotes(grant.shown)), field,
                             grant.position});
        }
    }
    return risks;
}

} // namespace tenantry::kinds
