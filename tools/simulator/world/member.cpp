#include "tools/simulator/world/member.hpp"

#include "tools/simulator/text/hex_id.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/text/zone_name.hpp"
#include "tools/simulator/world/collection_kind.hpp"
#include "tools/simulator/world/resource_group.hpp"
#include "tools/simulator/world/seed.hpp"
#include "tools/simulator/world/store.hpp"

#include <algorithm>

namespace tenantry::simulator {
namespace {

constexpr std::uint64_t user_series = 0x5573657273U;

std::uint64_t hash_of(const std::string& text) {
    std::uint64_t hash = 0xcbf29ce484222325U; // FNV-1a
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

template<class Items, class Render>
std::string array_of(const Items& items, std::size_t turn, Render render) {
    std::string out = "[";
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) out += ',';
        out += render(items[(i + turn) % items.size()]);
    }
    return out + "]";
}

std::string role_json(const std::string& id) {
    const Role* role = find_role(id);
    return role == nullptr ? ObjectText{}.text("id", id).take() : role->json();
}

std::string permission_group_json(const std::string& id) {
    const PermissionGroup* group = find_permission_group(id);
    return group == nullptr ? ObjectText{}.text("id", id).take() : group->json();
}

std::string policy_json(const Policy& policy, const Member& member, const Store& store,
                        std::size_t turn) {
    const auto resource_group = [&](const std::string& id) {
        const auto group = resource_group_with(store, member.account_id, id);
        return group ? group->json(ScopeForm::object) : ObjectText{}.text("id", id).take();
    };
    return ObjectText{}
        .text("id", policy.id)
        .text("access", policy.access)
        .raw("permission_groups", array_of(policy.permission_groups, turn, permission_group_json))
        .raw("resource_groups", array_of(policy.resource_groups, turn, resource_group))
        .take();
}

// Both sides read back (API reference, section 4): a role as a policy of its own, which allows one
// permission group over the whole account.
std::vector<Policy> policies_shown(const Member& member) {
    std::vector<Policy> out = member.policies;
    for (const std::string& id : member.roles) {
        const Role* role = find_role(id);
        if (role == nullptr) continue;
        Policy policy;
        policy.id = hex_id(hash_of(member.id), hash_of(id));
        policy.permission_groups = {permission_group_of(*role).id};
        policy.resource_groups = {whole_account_group(member.account_id).id};
        out.push_back(std::move(policy));
    }
    return out;
}

// And such a policy as the role. What a policy denies, or allows upon less, is no role.
std::vector<std::string> roles_shown(const Member& member) {
    std::vector<std::string> out = member.roles;
    const std::vector<std::string> all{whole_account_group(member.account_id).id};
    for (const Policy& policy : member.policies) {
        if (policy.access != "allow" || policy.resource_groups != all) continue;
        for (const std::string& id : policy.permission_groups)
            if (const PermissionGroup* group = find_permission_group(id))
                if (std::ranges::find(out, group->role->id) == out.end())
                    out.push_back(group->role->id);
    }
    return out;
}

// An invited user is not known by its id before it accepts: the reference leaves it open.
std::string user_json(const Member& member, const Directory& directory) {
    const User user = user_of(member.email, directory);
    ObjectText object;
    if (member.is_accepted()) object.text("id", user.id);
    object.text("email", member.email);
    const bool is_named = member.is_accepted() && !user.first_name.empty();
    object.text_or_null("first_name", is_named ? std::optional{user.first_name} : std::nullopt);
    object.text_or_null("last_name", is_named ? std::optional{user.last_name} : std::nullopt);
    object.boolean("two_factor_authentication_enabled", member.is_accepted());
    return object.take();
}

std::string stored_policy_json(const Policy& policy) {
    const auto reference = [](const std::string& id) { return ObjectText{}.text("id", id).take(); };
    return ObjectText{}
        .text("id", policy.id)
        .text("access", policy.access)
        .raw("permission_groups", array_of(policy.permission_groups, 0, reference))
        .raw("resource_groups", array_of(policy.resource_groups, 0, reference))
        .take();
}

// Ids alone, or objects with one: both are how the API writes roles (quirk 6).
std::vector<std::string> ids_in(const nlohmann::json& items) {
    std::vector<std::string> out;
    if (!items.is_array()) return out;
    for (const nlohmann::json& item : items)
        out.push_back(item.is_string() ? item.get<std::string>() : text_at(item, "id"));
    return out;
}

class MemberKind final : public CollectionKind<Member> {
public:
    using CollectionKind::CollectionKind;

    void complete(Store& store) const override { make_all_members(store); }

    std::string id_at_account(Store& store, const std::string& account_id,
                              const std::string& email) const override {
        const auto known = member_with(store, account_id, email);
        return known ? known->id : std::string{};
    }
};

} // namespace

std::string Member::name_key() const { return lower_ascii(email); }

Grants Member::grants() const {
    Grants granted = grants_of(roles);
    Grants denied;
    for (const Policy& policy : policies)
        for (const std::string& name : policy.permission_groups)
            if (const PermissionGroup* group = find_permission_group(name))
                (policy.access == "deny" ? denied : granted).add(group->role->grants);
    granted.read &= ~denied.read;
    granted.write &= ~denied.write;
    granted.members = granted.members && !denied.members;
    return granted;
}

User user_of(const std::string& email, const Directory& directory) {
    if (const User* known = directory.by_email(email)) return *known;
    User user;
    user.id = hex_id(user_series, hash_of(lower_ascii(email)));
    user.email = email;
    return user;
}

std::string member_json(const Member& member, const Store& store, const Directory& directory,
                        const MemberView& view) {
    ObjectText object;
    object.text("id", member.id).text("email", member.email).text("status", member.status);
    object.raw("user", user_json(member, directory));
    if (view.with_roles)
        object.raw("roles", array_of(view.both_sides ? roles_shown(member) : member.roles,
                                     view.turn, role_json));
    const auto policies = view.both_sides ? policies_shown(member) : member.policies;
    object.raw("policies", array_of(policies, view.turn, [&](const Policy& policy) {
                   return policy_json(policy, member, store, view.turn);
               }));
    return object.take();
}

std::string full_json(const Member& member) {
    return ObjectText{}
        .text("id", member.id)
        .raw("account", ObjectText{}.text("id", member.account_id).take())
        .text("email", member.email)
        .text("status", member.status)
        .texts("roles", member.roles)
        .raw("policies", array_of(member.policies, 0, stored_policy_json))
        .take();
}

std::optional<Member> member_from(const nlohmann::json& json, Store& store) {
    Member made;
    made.account_id = text_at(member(json, "account"), "id");
    made.email = text_at(json, "email");
    if (made.email.empty() || !store.accounts.live().find(made.account_id)) return std::nullopt;
    made.id = text_at(json, "id");
    if (made.id.empty()) made.id = store.new_id();
    const auto known = store.members.live().find(made.id);
    made.sequence = known ? known->sequence : store.new_sequence();
    made.status = text_at(json, "status", "accepted");
    made.roles = ids_in(member(json, "roles"));
    const nlohmann::json& policies = member(json, "policies");
    if (!policies.is_array()) return made;
    for (const nlohmann::json& item : policies) {
        Policy policy;
        policy.id = text_at(item, "id");
        if (policy.id.empty()) policy.id = store.new_id();
        policy.access = text_at(item, "access", "allow");
        policy.permission_groups = ids_in(member(item, "permission_groups"));
        policy.resource_groups = ids_in(member(item, "resource_groups"));
        made.policies.push_back(std::move(policy));
    }
    return made;
}

void make_members(Store& store, const std::string& account_id) {
    const auto found = store.members_to_make.accounts.find(account_id);
    if (found == store.members_to_make.accounts.end()) return;
    const int number = found->second;
    store.members_to_make.accounts.erase(found);
    for (Member& member : seeded_members(account_id, number, store.members_to_make.creator)) {
        member.sequence = store.new_sequence();
        store.members.put_everywhere(std::make_shared<const Member>(std::move(member)));
    }
}

void make_all_members(Store& store) {
    if (store.members_to_make.accounts.empty()) return;
    // In the order of the accounts: the same in every run.
    for (const auto& account : store.accounts.live().all())
        make_members(store, account->id);
    store.members_to_make.accounts.clear();
}

std::shared_ptr<const Member> member_with(Store& store, const std::string& account_id,
                                          const std::string& email) {
    make_members(store, account_id);
    const std::string key = lower_ascii(email);
    for (const auto& member : store.members.live().children_of(account_id))
        if (member->name_key() == key) return member;
    return nullptr;
}

void add_creator(Store& store, const std::string& account_id, const std::string& email, Time now) {
    Member creator;
    creator.id = store.new_id();
    creator.sequence = store.new_sequence();
    creator.account_id = account_id;
    creator.email = email;
    creator.status = "accepted";
    creator.roles = {std::string{super_administrator_role}};
    store.members.put(std::make_shared<const Member>(std::move(creator)), now);
}

const ObjectKind& member_kind() {
    static const MemberKind kind{{
        .name = "members",
        .path = "/members",
        .collection = &Store::members,
        .to_json = [](const Member& member, const Store&) { return full_json(member); },
        .from_json = [](const nlohmann::json& json, Store& store,
                        Time) { return member_from(json, store); },
        .name_key = lower_ascii,
        .lacking = "a member needs an email and the account.id of an account",
    }};
    return kind;
}

} // namespace tenantry::simulator
