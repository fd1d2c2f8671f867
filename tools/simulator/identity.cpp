#include "tools/simulator/identity.hpp"

#include "tools/simulator/envelope.hpp"
#include "tools/simulator/store.hpp"
#include "tools/simulator/zone_name.hpp"

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

const User* Directory::by_token(std::string_view token) const {
    for (const User& user : users_)
        if (!revoked_ && user.token == token) return &user;
    return nullptr;
}

const User* Directory::by_email(std::string_view email) const {
    const std::string lower = lower_ascii(email);
    for (const User& user : users_)
        if (lower_ascii(user.email) == lower) return &user;
    return nullptr;
}

const User* Directory::by_key(std::string_view email, std::string_view key) const {
    for (const User& user : users_)
        if (!revoked_ && user.key == key && lower_ascii(user.email) == lower_ascii(email))
            return &user;
    return nullptr;
}

std::expected<Caller, Reply> Directory::identify(const Request& request) const {
    // With both schemes in one request the token decides; the reference does not say.
    if (const auto* authorization = find_header(request.headers, "Authorization")) {
        const auto token = bearer(*authorization);
        if (!token)
            return std::unexpected(broken_header(6111, "Invalid format for Authorization header"));
        if (const User* user = by_token(*token)) return Caller{user, Scheme::token};
        return std::unexpected(failure(403, 10000, "Authentication error"));
    }
    const auto* email = find_header(request.headers, "X-Auth-Email");
    const auto* key = find_header(request.headers, "X-Auth-Key");
    if (email == nullptr && key == nullptr)
        return std::unexpected(failure(401, 10000, "Authentication error"));
    if (email == nullptr || !is_email(*email))
        return std::unexpected(broken_header(6102, "Invalid format for X-Auth-Email header"));
    if (key == nullptr || !is_secret_text(*key))
        return std::unexpected(broken_header(6103, "Invalid format for X-Auth-Key header"));
    if (const User* user = by_key(*email, *key)) return Caller{user, Scheme::key};
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

bool is_credential_header(std::string_view name) {
    const std::string lower = lower_ascii(name);
    return lower == "authorization" || lower == "x-auth-key" || lower == "x-auth-email" ||
           lower == "x-auth-user-service-key" || lower == "cookie";
}

} // namespace tenantry::simulator
