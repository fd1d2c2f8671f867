#include "tools/simulator/world/directory.hpp"

#include "tools/simulator/text/envelope.hpp"
#include "tools/simulator/text/hex_id.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/text/zone_name.hpp"

#include <algorithm>
#include <optional>

namespace tenantry::simulator {
namespace {

bool is_secret_text(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '_' || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
    };
    // No rule about the length: keys of a new style exist (API reference, section 1.1).
    return !text.empty() && std::ranges::all_of(text, allowed);
}

bool is_email(std::string_view text) {
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find(' ') == std::string_view::npos;
}

// API reference, section 1.3. 6102 is the sibling for the e-mail, commonly quoted beside 6103.
Reply broken_headers(const std::vector<Notice>& chain) {
    Notice notice;
    notice.code = 6003;
    notice.message = "Invalid request headers";
    notice.chain = chain;
    return failure(400, std::vector<Notice>{notice});
}

Reply broken_header(int code, std::string message) {
    Notice notice;
    notice.code = code;
    notice.message = std::move(message);
    return broken_headers(std::vector<Notice>{notice});
}

std::optional<std::string_view> bearer(std::string_view authorization) {
    constexpr std::string_view scheme = "bearer ";
    if (lower_ascii(authorization.substr(0, scheme.size())) != scheme) return std::nullopt;
    const std::string_view token = authorization.substr(scheme.size());
    if (!is_secret_text(token)) return std::nullopt;
    return token;
}

} // namespace

const User& Directory::add(User user) {
    const User& kept = users_.emplace_back(std::move(user));
    if (!kept.email.empty()) by_email_.emplace(lower_ascii(kept.email), &kept);
    if (!kept.token.empty()) by_token_.emplace(kept.token, &kept);
    return kept;
}

const User* Directory::by_token(std::string_view token) const {
    const auto found = by_token_.find(std::string{token});
    return found == by_token_.end() ? nullptr : found->second;
}

const User* Directory::by_email(std::string_view email) const {
    const auto found = by_email_.find(lower_ascii(email));
    return found == by_email_.end() ? nullptr : found->second;
}

const User* Directory::by_key(std::string_view email, std::string_view key) const {
    const User* user = by_email(email);
    return user != nullptr && user->key == key ? user : nullptr;
}

std::expected<Caller, Reply> Directory::identify(const Request& request) const {
    // With both schemes in one request the token decides; the reference does not say.
    if (const auto* authorization = find_header(request.headers, "Authorization")) {
        const auto token = bearer(*authorization);
        if (!token)
            return std::unexpected(broken_header(6111, "Invalid format for Authorization header"));
        if (const User* user = by_token(*token); user != nullptr && !revoked_)
            return Caller{user, Scheme::token};
        // With a 403 this code would mean that a right is missing (API reference, section 23).
        return std::unexpected(failure(401, 10000, "Authentication error"));
    }
    const auto* email = find_header(request.headers, "X-Auth-Email");
    const auto* key = find_header(request.headers, "X-Auth-Key");
    if (email == nullptr && key == nullptr)
        return std::unexpected(failure(401, 10000, "Authentication error"));
    if (email == nullptr || !is_email(*email))
        return std::unexpected(broken_header(6102, "Invalid format for X-Auth-Email header"));
    if (key == nullptr || !is_secret_text(*key))
        return std::unexpected(broken_header(6103, "Invalid format for X-Auth-Key header"));
    if (const User* user = by_key(*email, *key); user != nullptr && !revoked_)
        return Caller{user, Scheme::key};
    return std::unexpected(failure(403, 9103, "Unknown X-Auth-Key or X-Auth-Email"));
}

User make_administrator(const Settings& settings) {
    User user;
    user.id = hex_id(settings.seed, 0xad317U);
    user.email = settings.email;
    user.key = settings.key;
    user.token = settings.token;
    user.token_id = hex_id(settings.seed, 0x70ce4U);
    user.first_name = "Ada";
    user.last_name = "Admin";
    user.is_administrator = true;
    user.created_on = *from_rfc3339("2021-03-01T08:00:00Z");
    return user;
}

std::string full_json(const User& user) {
    return ObjectText{}
        .text("id", user.id)
        .text("email", user.email)
        .text("key", user.key)
        .text("token", user.token)
        .text("token_id", user.token_id)
        .text("first_name", user.first_name)
        .text("last_name", user.last_name)
        .text("created_on", to_rfc3339(user.created_on))
        .boolean("administrator", user.is_administrator)
        .text("account", user.account_id)
        .texts("roles", user.roles)
        .take();
}

User user_from(const nlohmann::json& json) {
    User user;
    user.id = text_at(json, "id");
    user.email = text_at(json, "email");
    user.key = text_at(json, "key");
    user.token = text_at(json, "token");
    user.token_id = text_at(json, "token_id");
    user.first_name = text_at(json, "first_name");
    user.last_name = text_at(json, "last_name");
    user.created_on = time_at(json, "created_on").value_or(Time{});
    user.is_administrator = flag_at(json, "administrator");
    user.account_id = text_at(json, "account");
    user.roles = texts_at(json, "roles");
    return user;
}

bool is_credential_header(std::string_view name) {
    const std::string lower = lower_ascii(name);
    return lower == "authorization" || lower == "x-auth-key" || lower == "x-auth-email" ||
           lower == "x-auth-user-service-key" || lower == "cookie";
}

} // namespace tenantry::simulator
