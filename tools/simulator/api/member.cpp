// What callers may do with the members of an account: API reference, section 4.
#include "tools/simulator/api/member_request.hpp"
#include "tools/simulator/api/paging.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"

#include <array>
#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

constexpr std::array<std::string_view, 3> member_statuses = {"accepted", "pending", "rejected"};
constexpr std::array<std::string_view, 4> member_orders = {"user.first_name", "user.last_name",
                                                           "user.email", "status"};

Reply no_such_member() { return failure(404, 1003, "Member not found"); }

MemberView view_for(const Call& call) {
    MemberView view;
    if (!call.settings.quirks) return view;
    view.turn = ++call.store.turns;
    return view;
}

Reply member_reply(const Member& member, const Call& call) {
    return success(member_json(member, call.store, call.directory, view_for(call)));
}

std::string member_sort_key(const Member& member, std::string_view order, const Call& call) {
    if (order == "status") return member.status;
    if (order == "user.email") return member.name_key();
    const User user = user_of(member.email, call.directory);
    return order == "user.first_name" ? user.first_name : user.last_name;
}

Reply list_members(const Call& call) {
    const Fields& query = call.request.query;
    const auto page = read_page(query);
    if (!page) return page.error();
    const auto backwards = read_backwards(query);
    if (!backwards) return backwards.error();
    const std::string* status = find_parameter(query, "status");
    if (status != nullptr && std::ranges::find(member_statuses, *status) == member_statuses.end())
        return invalid("status must be accepted, pending or rejected");
    const std::string* order = find_parameter(query, "order");
    if (order != nullptr && std::ranges::find(member_orders, *order) == member_orders.end())
        return invalid("order must be user.first_name, user.last_name, user.email or status");
    make_members(call.store, call.ids[0]);
    Shelf<Member>::Items chosen;
    for (const auto& member : call.store.members.listed(call.now).children_of(call.ids[0]))
        if (status == nullptr || member->status == *status) chosen.push_back(member);
    if (order != nullptr)
        std::ranges::stable_sort(
            chosen, {}, [&](const auto& member) { return member_sort_key(*member, *order, call); });
    const MemberView view = view_for(call);
    return page_of(chosen, *page, *backwards, [&](std::string& out, const auto& member) {
        out += member_json(*member, call.store, call.directory, view);
    });
}

// Null when the account has no such member.
std::shared_ptr<const Member> member_of(const Call& call) {
    make_members(call.store, call.ids[0]);
    auto found = call.store.members.live().find(call.ids[1]);
    return found && found->account_id == call.ids[0] ? found : nullptr;
}

Reply get_member(const Call& call) {
    const auto known = member_of(call);
    return known ? member_reply(*known, call) : no_such_member();
}

Reply post_member(const Call& call) {
    const auto body = read_object(call.request);
    if (!body) return body.error();
    auto member = read_new_member(*body, call);
    if (!member) return member.error();
    member->id = call.store.new_id();
    member->sequence = call.store.new_sequence();
    if (!member->is_accepted()) call.store.ledger.invited(member->account_id, member->email);
    const auto item = std::make_shared<const Member>(std::move(*member));
    call.store.members.put(item, call.now);
    MemberView view;
    // Quirk 7: neither the roles nor what they mean as policies.
    view.with_roles = view.both_sides = !call.settings.quirks;
    return success(member_json(*item, call.store, call.directory, view));
}

// A PUT that says another status than the member's changes nothing and succeeds (quirk 8).
Reply put_member(const Call& call) {
    const auto known = member_of(call);
    if (!known) return no_such_member();
    const auto body = read_object(call.request);
    if (!body) return body.error();
    Member changed = *known;
    if (auto refusal = read_grants(*body, RoleForm::objects, call, changed)) return *refusal;
    const auto& status = member(*body, "status");
    if (!status.is_null() && status != known->status) return member_reply(*known, call);
    const auto item = std::make_shared<const Member>(std::move(changed));
    call.store.members.put(item, call.now);
    return member_reply(*item, call);
}

Reply delete_member(const Call& call) {
    const auto known = member_of(call);
    if (!known) return no_such_member();
    const std::string id = known->id;
    call.store.members.erase(id, call.now);
    return success(ObjectText{}.text("id", id).take());
}

} // namespace

void add_member_routes(Router& router) {
    router.add("GET", "/accounts/{account_id}/members", needs::members, list_members);
    router.add("POST", "/accounts/{account_id}/members", needs::members, post_member);
    router.add("GET", "/accounts/{account_id}/members/{member_id}", needs::members, get_member);
    router.add("PUT", "/accounts/{account_id}/members/{member_id}", needs::members, put_member);
    router.add("DELETE", "/accounts/{account_id}/members/{member_id}", needs::members,
               delete_member);
}

} // namespace tenantry::simulator
