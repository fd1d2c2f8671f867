#include "tools/simulator/api/rights.hpp"

#include "tools/simulator/text/envelope.hpp"
#include "tools/simulator/text/zone_name.hpp"

namespace tenantry::simulator {
namespace {

/// What the caller is granted at the account; nothing when it does not belong to it.
std::optional<Grants> grants_at(const Call& call, const std::string& account_id) {
    const User& user = *call.caller.user;
    if (!user.is_person()) {
        if (user.account_id != account_id) return std::nullopt;
        return grants_of(user.roles);
    }
    const auto member = member_with(call.store, account_id, user.email);
    if (!member || !member->is_accepted()) return std::nullopt;
    return member->grants();
}

/// The account that the path is about; empty when there is no such account or zone.
std::string account_in(const Call& call) {
    if (call.account) return call.account->id;
    return call.zone ? call.zone->account->id : std::string{};
}

bool is_granted(const Call& call, const Needs& needs, const Grants& grants) {
    if (needs.right == Right::administrators) return false;
    if (call.request.method == "GET") return grants.may_read(needs.area);
    return needs.right == Right::members ? grants.members : grants.may_write(needs.area);
}

// Of an account or zone that does not exist everybody is told so, of a tenant its administrators
// only.
Refusal refuse_at_parent(const Call& call, const Needs& needs) {
    if (needs.parent == Parent::tenant) return forbidden();
    const std::string account_id = account_in(call);
    if (account_id.empty()) return std::nullopt;
    const auto grants = grants_at(call, account_id);
    if (!grants || !is_granted(call, needs, *grants)) return forbidden();
    return std::nullopt;
}

} // namespace

// API reference, section 23.
Reply forbidden() {
    Notice notice;
    notice.code = 10000;
    notice.message = "Forbidden";
    notice.tells_more = true;
    return failure(403, std::vector<Notice>{notice});
}

Refusal refuse_without_rights(const Call& call, const Needs& needs) {
    if (needs.right == Right::nothing) return std::nullopt; // nobody was looked for
    const User& user = *call.caller.user;
    if (user.is_administrator || needs.right == Right::caller) return std::nullopt;
    if (needs.right != Right::person) return refuse_at_parent(call, needs);
    return user.is_person() ? std::nullopt : Refusal{forbidden()};
}

bool may_read(const Call& call, const std::string& account_id, std::string_view area) {
    if (call.caller.user->is_administrator) return true;
    const auto grants = grants_at(call, account_id);
    return grants && grants->may_read(area);
}

bool may_write(const Call& call, const std::string& account_id, std::string_view area) {
    if (call.caller.user->is_administrator) return true;
    const auto grants = grants_at(call, account_id);
    return grants && grants->may_write(area);
}

Shelf<Account>::Items accounts_seen_by(const Call& call) {
    Shelf<Account>::Items seen;
    const Shelf<Account>& shelf = call.store.accounts.listed(call.now);
    if (!call.caller.user->is_person()) {
        if (auto account = shelf.find(call.caller.user->account_id)) seen.push_back(account);
        return seen;
    }
    make_all_members(call.store);
    for (const auto& member :
         call.store.members.live().named(lower_ascii(call.caller.user->email))) {
        if (!member->is_accepted()) continue;
        if (auto account = shelf.find(member->account_id)) seen.push_back(std::move(account));
    }
    std::ranges::sort(seen, {}, [](const auto& account) { return account->sequence; });
    return seen;
}

} // namespace tenantry::simulator
