// What callers may do with the Access users of an account: API reference, section 9.
#include "tools/simulator/api/paging.hpp"
#include "tools/simulator/api/router.hpp"
#include "tools/simulator/text/email.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/text/zone_name.hpp"

#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

using FoundAccessUser = std::shared_ptr<const AccessUser>;

constexpr PageRules access_user_pages = {1, 20, 1000};

bool access_user_fits(const AccessUser& user, const Fields& query) {
    if (const std::string* name = find_parameter(query, "name"))
        if (user.name != *name) return false;
    if (const std::string* email = find_parameter(query, "email"))
        if (user.name_key() != lower_ascii(*email)) return false;
    const std::string* text = find_parameter(query, "search");
    if (text == nullptr) return true;
    const std::string wanted = lower_ascii(*text);
    return user.name_key().contains(wanted) || lower_ascii(user.name).contains(wanted);
}

Reply list_access_users(const Call& call) {
    const auto page = read_page(call.request.query, access_user_pages);
    if (!page) return page.error();
    Shelf<AccessUser>::Items chosen;
    for (const auto& user : call.store.access_users.listed(call.now).children_of(call.ids[0]))
        if (access_user_fits(*user, call.request.query)) chosen.push_back(user);
    return page_of(chosen, *page, false,
                   [](std::string& out, const auto& user) { out += to_json(*user); });
}

// Null when the account has no such user.
FoundAccessUser access_user_of(const Call& call) {
    auto found = call.store.access_users.live().find(call.ids[1]);
    return found && found->account_id == call.ids[0] ? found : nullptr;
}

Reply get_access_user(const Call& call) {
    const FoundAccessUser user = access_user_of(call);
    return user ? success(to_json(*user)) : not_found(call.request.path);
}

Refusal read_access_user_email(const nlohmann::json& body, std::string& email) {
    const auto& value = member(body, "email");
    if (!value.is_string()) return invalid("email is required", "/email");
    email = value.get<std::string>();
    constexpr std::size_t longest = 254; // of any address; the reference has no limit
    if (email.size() > longest || !is_email_address(email))
        return invalid("email is no e-mail address", "/email");
    return std::nullopt;
}

Refusal read_access_user_name(const nlohmann::json& body, bool required, std::string& name) {
    const auto& value = member(body, "name");
    if (value.is_null() && !required) return std::nullopt;
    if (!value.is_string()) return invalid("name must be a string", "/name");
    name = value.get<std::string>();
    return std::nullopt;
}

Reply post_access_user(const Call& call) {
    const auto body = read_object(call.request);
    if (!body) return body.error();
    AccessUser user;
    if (auto refusal = read_access_user_email(*body, user.email)) return *refusal;
    if (auto refusal = read_access_user_name(*body, false, user.name)) return *refusal;
    // What a duplicate is answered is not documented: here what a member's is.
    if (access_user_with(call.store, call.ids[0], user.email))
        return failure(400, 1004, fmt::format("{} already exists", user.email), "/email");
    user.id = new_uuid(call.store);
    user.seat_uid = new_uuid(call.store);
    user.sequence = call.store.new_sequence();
    user.account_id = call.ids[0];
    user.created_at = call.now;
    user.updated_at = call.now;
    Reply reply = success(to_json(user));
    reply.status = 201;
    call.store.access_users.put(std::make_shared<const AccessUser>(std::move(user)), call.now);
    return reply;
}

// Only the name changes.
Reply put_access_user(const Call& call) {
    const FoundAccessUser known = access_user_of(call);
    if (!known) return not_found(call.request.path);
    const auto body = read_object(call.request);
    if (!body) return body.error();
    AccessUser user = *known;
    std::string email;
    if (auto refusal = read_access_user_name(*body, true, user.name)) return *refusal;
    if (auto refusal = read_access_user_email(*body, email)) return *refusal;
    if (lower_ascii(email) != user.name_key())
        return invalid("email must be the one that the user has", "/email");
    user.updated_at = call.now;
    Reply reply = success(to_json(user));
    call.store.access_users.put(std::make_shared<const AccessUser>(std::move(user)), call.now);
    return reply;
}

Reply delete_access_user(const Call& call) {
    const FoundAccessUser known = access_user_of(call);
    if (!known) return not_found(call.request.path);
    call.store.access_users.erase(known->id, call.now);
    Reply reply = success("{}");
    reply.status = 202; // accepted, not finished: with --page-lag the lists show it for a while
    return reply;
}

} // namespace

void add_access_user_routes(Router& router) {
    router.add("GET", "/accounts/{account_id}/access/users", needs::account, list_access_users);
    router.add("POST", "/accounts/{account_id}/access/users", needs::account, post_access_user);
    router.add("GET", "/accounts/{account_id}/access/users/{user_id}", needs::account,
               get_access_user);
    router.add("PUT", "/accounts/{account_id}/access/users/{user_id}", needs::account,
               put_access_user);
    router.add("DELETE", "/accounts/{account_id}/access/users/{user_id}", needs::account,
               delete_access_user);
}

} // namespace tenantry::simulator
