// Service users: POST /users makes one with a key of its own (API reference, section 5).
#include "tools/simulator/api/rights.hpp"
#include "tools/simulator/text/email.hpp"
#include "tools/simulator/text/hex_id.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/world/member.hpp"

#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

constexpr std::uint64_t key_series = 0x4b65794b65794b65U; // apart from the ids of objects

// As a key of the new style looks: "cfk_" and 48 characters. The same for the same seed and id.
std::string make_service_key(const std::string& user_id, std::uint64_t seed) {
    std::uint64_t hash = seed ^ key_series;
    for (const char c : user_id)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return "cfk_" + hex_id(seed ^ key_series, hash) + hex_id(hash, key_series).substr(0, 16);
}

// The key is shown here and never again.
std::string created_user_json(const User& user) {
    const std::string two_factor =
        ObjectText{}.boolean("enabled", false).boolean("locked", false).take();
    return ObjectText{}
        .text("id", user.id)
        .text("email", user.email)
        .null("first_name")
        .null("last_name")
        .text("username", user.email)
        .null("telephone")
        .null("country")
        .text("created_on", to_rfc3339(user.created_on))
        .text("modified_on", to_rfc3339(user.created_on))
        .raw("two_factor_authentication", two_factor)
        .text("api_key", user.key)
        .take();
}

std::expected<std::string, Reply> read_service_user_email(const Call& call) {
    const auto body = read_object(call.request);
    if (!body) return std::unexpected(body.error());
    const auto& value = member(*body, "email");
    if (!value.is_string()) return std::unexpected(invalid("email is required", "/email"));
    std::string email = value.get<std::string>();
    if (email.size() > longest_email)
        return std::unexpected(invalid("email must have at most 90 characters", "/email"));
    if (!is_email_address(email))
        return std::unexpected(invalid("email is no e-mail address", "/email"));
    // What a duplicate is answered is not documented: here what a member's is.
    if (call.directory.by_email(email) != nullptr)
        return std::unexpected(
            failure(400, 1004, fmt::format("{} already exists", email), "/email"));
    return email;
}

Reply post_service_user(const Call& call) {
    if (!call.caller.user->is_administrator || call.caller.scheme != Scheme::key)
        return forbidden();
    if (!call.settings.service_users)
        return failure(403, 1002, "Creating users is not enabled for this tenant");
    auto email = read_service_user_email(call);
    if (!email) return email.error();
    // An invitation may have named the user before: it keeps the id.
    User user;
    user.id = user_of(*email, call.directory).id;
    user.email = std::move(*email);
    user.key = make_service_key(user.id, call.settings.seed);
    user.token_id = call.store.new_id();
    user.created_on = call.now;
    return success(created_user_json(call.directory.add(std::move(user))));
}

} // namespace

void add_service_user_routes(Router& router) {
    router.add("POST", "/users", needs::caller, post_service_user);
}

} // namespace tenantry::simulator
