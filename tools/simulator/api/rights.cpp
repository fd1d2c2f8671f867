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

/// The account that the path is about; empty when it does not exist.
std::string account_in(const Call& call, const Route& route) {
    if (call.ids.empty()) return {};
    if (route.path.starts_with("/accounts/")) {
        const auto account = call.store.accounts.live().find(call.ids[0]);
        return account ? account->id : std::string{};
    }
    const auto zone = call.store.zones.live().find(call.ids[0]);
    return zone ? zone->account->id : std::string{};
}

std::string_view area_of(const Route& route) {
    if (route.path.contains("/subscription") || route.path.contains("/available_"))
        return "billing";
    if (route.path.contains("/settings")) return "zone_settings";
    return route.path.starts_with("/zones") ? "zones" : "organization";
}

bool is_about_members(const Route& route) {
    return route.path.contains("/members") || route.path.contains("/iam/");
}

bool is_granted(const Route& route, const Grants& grants) {
    const bool is_read = route.method == "GET";
    if (is_read) return grants.may_read(area_of(route));
    if (is_about_members(route)) return grants.members;
    // Only tenant administrators remove and move accounts (API reference, section 2).
    if (route.method == "DELETE" && route.path == "/accounts/{account_id}") return false;
    if (route.path == "/accounts/{account_id}/move") return false;
    return grants.may_write(area_of(route));
}

// Where a caller is a person: a token of an account has no e-mail, no invitations, no tenants.
bool is_about_persons(const Route& route) {
    return route.path == "/user" || route.path == "/user/tenants" ||
           route.path.starts_with("/memberships");
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

std::optional<Reply> refuse_without_rights(const Call& call, const Route& route) {
    if (call.caller.user->is_administrator) return std::nullopt;
    if (route.path.starts_with("/tenants")) return forbidden();
    if (is_about_persons(route) && !call.caller.user->is_person()) return forbidden();
    if (route.method == "POST" && route.path == "/accounts")
        return failure(403, 1002, "You are not allowed to create accounts");
    const std::string account_id = account_in(call, route);
    if (account_id.empty()) return std::nullopt; // the handler says what there is not
    const auto grants = grants_at(call, account_id);
    if (!grants || !is_granted(route, *grants)) return forbidden();
    return std::nullopt;
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
