// A user's own memberships (API reference, section 17): how an invited user answers, with its own
// credential.
#include "tools/simulator/api/paging.hpp"
#include "tools/simulator/api/router.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/text/zone_name.hpp"

#include <array>

namespace tenantry::simulator {
namespace {

constexpr std::array<std::string_view, 3> membership_statuses = {"accepted", "pending", "rejected"};
constexpr std::array<std::string_view, 3> membership_orders = {"id", "account.name", "status"};

Reply no_such_membership() { return failure(404, 1003, "Membership not found"); }

std::string membership_json(const Member& member, const Call& call) {
    std::vector<std::string> names;
    for (const std::string& id : member.roles)
        if (const Role* role = find_role(id)) names.emplace_back(role->name);
    for (const Policy& policy : member.policies)
        for (const std::string& id : policy.permission_groups)
            if (const auto* group = find_permission_group(id))
                names.emplace_back(group->role->name);
    const auto account = call.store.accounts.live().find(member.account_id);
    return ObjectText{}
        .text("id", member.id)
        .text("status", member.status)
        .raw("account", account ? account->text() : "null")
        .texts("roles", names)
        .raw("permissions", to_json(member.grants()))
        .null("api_access_enabled")
        .take();
}

const std::string& account_name(const Member& member, const Call& call) {
    static const std::string none;
    const auto account = call.store.accounts.live().find(member.account_id);
    return account ? account->name : none;
}

std::string membership_sort_key(const Member& member, std::string_view order, const Call& call) {
    if (order == "id") return member.id;
    return order == "status" ? member.status : account_name(member, call);
}

// "name" means the account's name, too: nothing else of a membership has one.
bool membership_fits(const Member& member, const Call& call) {
    const Fields& query = call.request.query;
    if (const auto* status = find_parameter(query, "status"))
        if (member.status != *status) return false;
    for (const std::string_view parameter : {"account.name", "name"})
        if (const auto* name = find_parameter(query, parameter))
            if (account_name(member, call) != *name) return false;
    return true;
}

Reply list_memberships(const Call& call) {
    const Fields& query = call.request.query;
    const auto page = read_page(query);
    if (!page) return page.error();
    const auto backwards = read_backwards(query);
    if (!backwards) return backwards.error();
    const std::string* status = find_parameter(query, "status");
    if (status != nullptr &&
        std::ranges::find(membership_statuses, *status) == membership_statuses.end())
        return invalid("status must be accepted, pending or rejected");
    const std::string* order = find_parameter(query, "order");
    if (order != nullptr && std::ranges::find(membership_orders, *order) == membership_orders.end())
        return invalid("order must be id, account.name or status");
    make_all_members(call.store);
    Shelf<Member>::Items chosen;
    const std::string email = lower_ascii(call.caller.user->email);
    for (const auto& member : call.store.members.listed(call.now).named(email))
        if (membership_fits(*member, call)) chosen.push_back(member);
    if (order != nullptr)
        std::ranges::stable_sort(chosen, {}, [&](const auto& member) {
            return membership_sort_key(*member, *order, call);
        });
    return page_of(chosen, *page, *backwards, [&](std::string& out, const auto& member) {
        out += membership_json(*member, call);
    });
}

// Null when the caller has no such membership.
std::shared_ptr<const Member> membership_of(const Call& call) {
    make_all_members(call.store);
    auto found = call.store.members.live().find(call.ids[0]);
    if (!found || found->name_key() != lower_ascii(call.caller.user->email)) return nullptr;
    return found;
}

Reply get_membership(const Call& call) {
    const auto known = membership_of(call);
    return known ? success(membership_json(*known, call)) : no_such_membership();
}

// An answer cannot be taken back, only said again; the reference does not say.
Reply put_membership(const Call& call) {
    const auto known = membership_of(call);
    if (!known) return no_such_membership();
    const auto body = read_object(call.request);
    if (!body) return body.error();
    const std::string status = text_at(*body, "status");
    if (status != "accepted" && status != "rejected")
        return invalid("status must be accepted or rejected", "/status");
    if (known->status != "pending" && known->status != status)
        return invalid("the invitation has been answered", "/status");
    Member answered = *known;
    answered.status = status;
    const auto item = std::make_shared<const Member>(std::move(answered));
    call.store.members.put(item, call.now);
    return success(membership_json(*item, call));
}

Reply delete_membership(const Call& call) {
    const auto known = membership_of(call);
    if (!known) return no_such_membership();
    const std::string id = known->id;
    call.store.members.erase(id, call.now);
    return success(ObjectText{}.text("id", id).take());
}

} // namespace

void add_membership_routes(Router& router) {
    router.add("GET", "/memberships", needs::person, list_memberships);
    router.add("GET", "/memberships/{membership_id}", needs::person, get_membership);
    router.add("PUT", "/memberships/{membership_id}", needs::person, put_membership);
    router.add("DELETE", "/memberships/{membership_id}", needs::person, delete_membership);
}

} // namespace tenantry::simulator
