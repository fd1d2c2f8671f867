// What callers may do with accounts: API reference, section 2.
#include "tools/simulator/api/paging.hpp"
#include "tools/simulator/api/rights.hpp"
#include "tools/simulator/api/router.hpp"
#include "tools/simulator/rules/entitlements.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"

#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_profile_field = 120;
constexpr std::size_t longest_idempotency_key = 128;

// Which characters are bad is not documented; control characters and angle brackets are refused.
bool has_bad_character(std::string_view name) {
    return std::ranges::any_of(
        name, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f || c == '<' || c == '>'; });
}

std::expected<std::string, Reply> read_account_name(const Json& body) {
    const Json& value = member(body, "name");
    if (!value.is_string()) return std::unexpected(invalid("name is required", "/name"));
    std::string name = value.get<std::string>();
    if (name.find_first_not_of(' ') == std::string::npos)
        return std::unexpected(invalid("name must not be blank", "/name"));
    if (length_in_characters(name) > longest_name)
        return std::unexpected(invalid("name must have at most 100 characters", "/name"));
    if (has_bad_character(name))
        return std::unexpected(invalid("name contains invalid characters", "/name"));
    return name;
}

bool is_account_type(const Json& value) { return value == "standard" || value == "enterprise"; }

// The five fields of the profile, each optional unless `all` of them are demanded.
Refusal read_profile(const Json& body, bool all, Profile& profile) {
    for (const ProfileField& field : profile_fields) {
        const Json& value = member(body, field.name);
        if (value.is_null() && !all) continue;
        const std::string pointer = fmt::format("/{}", field.name);
        if (!value.is_string())
            return invalid(fmt::format("{} must be a string", field.name), pointer);
        auto text = value.get<std::string>();
        if (length_in_characters(text) > longest_profile_field)
            return invalid(fmt::format("{} must have at most 120 characters", field.name), pointer);
        profile.*field.value = std::move(text);
    }
    return std::nullopt;
}

// What a tenant that must know its customers demands: all but external_metadata, which is the
// caller's own.
Refusal refuse_unknown_customer(const Profile& profile, const Settings& settings) {
    if (!settings.require_kyc) return std::nullopt;
    for (const ProfileField& field : profile_fields)
        if ((profile.*field.value).empty() && field.name != "external_metadata")
            return invalid(fmt::format("{} is required", field.name),
                           fmt::format("/{}", field.name));
    return std::nullopt;
}

// The object replaces both keys: one that is absent gets its default. Whether the API does so is
// not known (API reference, section 14); a client that always sends both cannot tell.
Refusal read_settings(const Json& body, Account& account) {
    const Json& settings = member(body, "settings");
    if (settings.is_null()) return std::nullopt;
    if (!settings.is_object()) return invalid("settings must be an object", "/settings");
    const Json& twofactor = member(settings, "enforce_twofactor");
    if (!twofactor.is_null() && !twofactor.is_boolean())
        return invalid("enforce_twofactor must be true or false", "/settings/enforce_twofactor");
    const Json& email = member(settings, "abuse_contact_email");
    if (!email.is_null() && !email.is_string())
        return invalid("abuse_contact_email must be a string or null",
                       "/settings/abuse_contact_email");
    account.enforce_twofactor = flag_at(settings, "enforce_twofactor");
    account.abuse_contact_email = optional_text_at(settings, "abuse_contact_email");
    return std::nullopt;
}

// Where a new account goes. One tenant: its first unit, unless told; several: the caller must say.
std::expected<std::shared_ptr<const Unit>, Reply> read_unit(const Json& body, const Call& call) {
    const Json& unit = member(body, "unit");
    const Json& standalone = member(body, "standalone");
    if (!standalone.is_null()) {
        if (standalone != true)
            return std::unexpected(invalid("standalone can only be true", "/standalone"));
        if (!unit.is_null())
            return std::unexpected(invalid("standalone excludes unit", "/standalone"));
        return nullptr;
    }
    if (unit.is_null()) {
        if (call.store.tenants.size() != 1)
            return std::unexpected(
                invalid("unit is required: you administer several tenants", "/unit"));
        return call.store.tenants.front().units.front();
    }
    const Json& id = member(unit, "id");
    if (!id.is_string()) return std::unexpected(invalid("unit.id must be a string", "/unit/id"));
    auto found = call.store.find_unit(id.get<std::string>());
    if (!found)
        return std::unexpected(
            failure(403, 1002, "You are not allowed to create accounts in this unit", "/unit/id"));
    return found;
}

std::expected<Account, Reply> read_new_account(const Json& body, const Call& call) {
    Account account;
    auto name = read_account_name(body);
    if (!name) return std::unexpected(name.error());
    account.name = std::move(*name);
    const Json& type = member(body, "type");
    if (!type.is_null() && !is_account_type(type))
        return std::unexpected(invalid("type must be standard or enterprise", "/type"));
    account.type = text_at(body, "type", "standard");
    if (!may_have_account_type(call.settings, account.type))
        return std::unexpected(failure(
            403, 1002, fmt::format("You are not allowed to create {} accounts", account.type),
            "/type"));
    auto unit = read_unit(body, call);
    if (!unit) return std::unexpected(unit.error());
    account.unit = std::move(*unit);
    if (auto refusal = read_profile(body, false, account.profile)) return std::unexpected(*refusal);
    if (auto refusal = refuse_unknown_customer(account.profile, call.settings))
        return std::unexpected(*refusal);
    // Settings at creation are ignored, or end in HTTP 500 (quirk 2).
    if (call.settings.quirks && body.contains("settings"))
        return std::unexpected(failure(500, 1000, "An unexpected error occurred"));
    return account;
}

Reply create_account(const Call& call) {
    const auto body = read_object(call.request);
    if (!body) return body.error();
    auto account = read_new_account(*body, call);
    if (!account) return account.error();
    account->id = call.store.new_id();
    account->sequence = call.store.new_sequence();
    account->created_on = call.now;
    const std::string text = account->text();
    add_creator(call.store, account->id, call.caller.user->email, call.now);
    put_account(call.store, std::move(*account), call.now);
    return success(text);
}

bool same_json(const std::string& a, const std::string& b) {
    return Json::parse(a, nullptr, false) == Json::parse(b, nullptr, false);
}

// API reference, section 1.5. The same key with another body is a mistake of the caller: 400,
// because official clients repeat a 409 by themselves (section 15). Refusals are not remembered,
// so a corrected body may use the key again.
Reply post_account(const Call& call) {
    if (!call.caller.user->is_administrator)
        return failure(403, 1002, "You are not allowed to create accounts");
    const std::string* key = find_header(call.request.headers, "Idempotency-Key");
    if (key == nullptr) return create_account(call);
    if (key->empty() || key->size() > longest_idempotency_key)
        return invalid("Idempotency-Key must have 1 to 128 characters");
    const std::string owner_and_key = call.caller.user->id + "/" + *key;
    const auto known = call.store.creates.find(owner_and_key);
    if (known != call.store.creates.end()) {
        if (!same_json(known->second.request_body, call.request.body))
            return invalid("Idempotency-Key was used before with another body");
        Reply reply;
        reply.body = known->second.reply_body;
        return reply;
    }
    Reply reply = create_account(call);
    if (reply.status == 200) {
        RememberedCreate remembered;
        remembered.request_body = call.request.body;
        remembered.reply_body = reply.body;
        call.store.creates.emplace(owner_and_key, std::move(remembered));
    }
    return reply;
}

Reply list_accounts(const Call& call) {
    // API reference, section 22.
    if (!call.caller.user->is_person())
        return failure(400, 1001, "List accounts endpoint does not support account owned tokens");
    const auto page = read_page(call.request.query);
    if (!page) return page.error();
    const auto backwards = read_backwards(call.request.query);
    if (!backwards) return backwards.error();
    const auto append = [](std::string& out, const auto& account) { out += account->text(); };
    const Shelf<Account>& shelf = call.store.accounts.listed(call.now);
    const std::string* name = find_parameter(call.request.query, "name");
    if (!call.caller.user->is_administrator) {
        auto seen = accounts_seen_by(call);
        std::erase_if(seen, [name](const auto& account) {
            return name != nullptr && account->name != *name;
        });
        return page_of(seen, *page, *backwards, append);
    }
    const auto& items = name == nullptr ? shelf.all() : shelf.named(*name);
    return page_of(items, *page, *backwards, append);
}

Reply get_account(const Call& call) { return success(call.account->text()); }

Refusal read_changes(const Json& body, const Call& call, Account& account) {
    auto name = read_account_name(body);
    if (!name) return name.error();
    account.name = std::move(*name);
    const Json& id = member(body, "id");
    if (!id.is_null() && id != account.id) return invalid("id does not match the path", "/id");
    // The OpenAPI document demands the type, practice refuses it even unchanged (quirk 1).
    const Json& type = member(body, "type");
    if (!type.is_null() && (call.settings.quirks || type != account.type))
        return invalid("changing the type is unsupported", "/type");
    return read_settings(body, account);
}

Reply put_account_call(const Call& call) {
    const auto body = read_object(call.request);
    if (!body) return body.error();
    Account account = *call.account;
    if (auto refusal = read_changes(*body, call, account)) return *refusal;
    const std::string text = account.text();
    put_account(call.store, std::move(account), call.now);
    return success(text);
}

Reply delete_account(const Call& call) {
    erase_account(call.store, call.ids[0], call.now);
    return success(ObjectText{}.text("id", call.ids[0]).take());
}

Reply get_profile(const Call& call) { return success(to_json(call.account->profile)); }

Reply put_profile(const Call& call) {
    const auto body = read_object(call.request);
    if (!body) return body.error();
    Account account = *call.account;
    if (auto refusal = read_profile(*body, true, account.profile)) return *refusal;
    put_account(call.store, std::move(account), call.now);
    Reply reply;
    reply.status = 204;
    return reply;
}

} // namespace

void add_account_routes(Router& router) {
    router.add("POST", "/accounts", needs::caller, post_account);
    router.add("GET", "/accounts", needs::caller, list_accounts);
    router.add("GET", "/accounts/{account_id}", needs::account, get_account);
    router.add("PUT", "/accounts/{account_id}", needs::account, put_account_call);
    router.add("DELETE", "/accounts/{account_id}", needs::administrator_of_account, delete_account);
    router.add("GET", "/accounts/{account_id}/profile", needs::account, get_profile);
    router.add("PUT", "/accounts/{account_id}/profile", needs::account, put_profile);
}

} // namespace tenantry::simulator
