#include "tools/simulator/api/member_request.hpp"

#include "tools/simulator/rules/entitlements.hpp"
#include "tools/simulator/text/email.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/text/zone_name.hpp"
#include "tools/simulator/world/resource_group.hpp"

#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

Refusal read_roles(const Json& roles, RoleForm form, Member& member) {
    if (!roles.is_array() || roles.empty())
        return invalid("roles must be an array with a role", "/roles");
    std::vector<std::string> ids;
    for (const Json& item : roles) {
        const Json& id = form == RoleForm::ids ? item : simulator::member(item, "id");
        if (!id.is_string())
            return invalid(form == RoleForm::ids ? "roles must be ids"
                                                 : "roles must be objects with an id",
                           "/roles");
        if (find_role(id.get<std::string>()) == nullptr)
            return invalid(fmt::format("role {} does not exist", id.get<std::string>()), "/roles");
        if (std::ranges::find(ids, id.get<std::string>()) == ids.end())
            ids.push_back(id.get<std::string>());
    }
    member.roles = std::move(ids);
    member.policies.clear();
    return std::nullopt;
}

// Groups are always written as objects with an id.
template<class Exists>
Refusal read_groups(const Json& policy, std::string_view name, Exists exists,
                    std::vector<std::string>& ids) {
    const Json& groups = member(policy, name);
    const auto pointer = fmt::format("/policies/{}", name);
    if (!groups.is_array() || groups.empty())
        return invalid(fmt::format("{} must be an array with a group", name), pointer);
    for (const Json& group : groups) {
        const std::string id = text_at(group, "id");
        if (!exists(id))
            return invalid(fmt::format("{}: there is no group '{}'", name, id), pointer);
        ids.push_back(id);
    }
    return std::nullopt;
}

std::expected<Policy, Reply> read_policy(const Json& json, const Call& call) {
    Policy policy;
    policy.access = text_at(json, "access");
    if (policy.access != "allow" && policy.access != "deny")
        return std::unexpected(invalid("access must be allow or deny", "/policies/access"));
    const auto is_permission = [](const std::string& id) {
        return find_permission_group(id) != nullptr;
    };
    if (auto refusal =
            read_groups(json, "permission_groups", is_permission, policy.permission_groups))
        return std::unexpected(*refusal);
    const auto is_resource = [&call](const std::string& id) {
        return resource_group_with(call.store, call.ids[0], id).has_value();
    };
    if (auto refusal = read_groups(json, "resource_groups", is_resource, policy.resource_groups))
        return std::unexpected(*refusal);
    policy.id = call.store.new_id();
    return policy;
}

Refusal read_policies(const Json& json, const Call& call, Member& member) {
    if (!json.is_array() || json.empty())
        return invalid("policies must be an array with a policy", "/policies");
    std::vector<Policy> policies;
    for (const Json& item : json) {
        auto policy = read_policy(item, call);
        if (!policy) return policy.error();
        policies.push_back(std::move(*policy));
    }
    member.policies = std::move(policies);
    member.roles.clear();
    return std::nullopt;
}

bool has_domain(const std::string& email, std::string_view domain) {
    return lower_ascii(email).ends_with(domain);
}

// To add a member at once takes a user that exists and a tenant that may (section 4).
Refusal read_status(const Json& body, const Call& call, Member& member) {
    const Json& status = simulator::member(body, "status");
    if (status.is_null()) return std::nullopt;
    if (status != "pending" && status != "accepted")
        return invalid("status must be pending or accepted", "/status");
    member.status = status.get<std::string>();
    if (!member.is_accepted()) return std::nullopt;
    if (!holds(call.settings, "allow_auto_accept_invites"))
        return invalid("status accepted needs the entitlement allow_auto_accept_invites",
                       "/status");
    if (has_domain(member.email, "@unknown.example"))
        return invalid("status accepted needs an existing user", "/status");
    return std::nullopt;
}

} // namespace

Refusal read_grants(const Json& body, RoleForm form, const Call& call, Member& member) {
    const Json& roles = simulator::member(body, "roles");
    const Json& policies = simulator::member(body, "policies");
    if (roles.is_null() && policies.is_null())
        return invalid("either roles or policies are required", "/roles");
    if (policies.is_null()) return read_roles(roles, form, member);
    // Seen in the wild: policies win (quirk 9).
    if (!roles.is_null() && !call.settings.quirks)
        return invalid("roles and policies exclude each other", "/policies");
    return read_policies(policies, call, member);
}

std::expected<Member, Reply> read_new_member(const Json& body, const Call& call) {
    Member member;
    member.account_id = call.ids[0];
    const Json& email = simulator::member(body, "email");
    if (!email.is_string()) return std::unexpected(invalid("email is required", "/email"));
    member.email = email.get<std::string>();
    if (member.email.size() > longest_email)
        return std::unexpected(invalid("email must have at most 90 characters", "/email"));
    if (!is_email_address(member.email))
        return std::unexpected(invalid("email is no e-mail address", "/email"));
    if (auto refusal = read_status(body, call, member)) return std::unexpected(*refusal);
    if (auto refusal = read_grants(body, RoleForm::ids, call, member))
        return std::unexpected(*refusal);
    if (member_with(call.store, call.ids[0], member.email))
        return std::unexpected(
            failure(400, 1004, fmt::format("{} already exists", member.email), "/email"));
    // The code really is 429, with HTTP 400 (API reference, section 4).
    if (has_domain(member.email, "@too-many.example"))
        return std::unexpected(failure(400, 429, "Too many invitations were sent", "/email"));
    return member;
}

} // namespace tenantry::simulator
