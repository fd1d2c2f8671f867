// Who is calling: the credential schemes of the API and what a wrong or broken one is answered
// (API reference, section 1.1).
#pragma once

#include "tools/simulator/rules/settings.hpp"
#include "tools/simulator/text/request.hpp"

#include <deque>
#include <expected>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <unordered_map>
#include <vector>

namespace tenantry::simulator {

/// Whoever may call: a person, or an account through a token of its own. All the secrets of one
/// are one identity for the limits (API reference, section 18).
struct User {
    std::string id = {};    // of a token that an account owns: the token's
    std::string email = {}; // empty: no person
    std::string key = {};
    std::string token = {};
    std::string token_id = {};
    std::string first_name = {};
    std::string last_name = {};
    Time created_on = {};
    bool is_administrator = false;       // of all tenants: may do everything
    std::string account_id = {};         // the account that owns the token; empty: a person
    std::vector<std::string> roles = {}; // what an account's token may do there

    bool is_person() const { return account_id.empty(); }
    /// How tests call it: the e-mail, or the id of an account's token.
    const std::string& label() const { return is_person() ? email : id; }
};

enum class Scheme : std::uint8_t { key, token };

/// The user a request comes from.
struct Caller {
    const User* user = nullptr;
    Scheme scheme = Scheme::key;
};

class Directory {
public:
    /// Adds one whose e-mail and token nobody has.
    const User& add(User user);

    /// Null when nobody has that address, or that token.
    const User* by_email(std::string_view email) const;
    const User* by_token(std::string_view token) const;

    const std::deque<User>& users() const { return users_; }

    /// The caller, or the reply that turns it away.
    std::expected<Caller, Reply> identify(const Request& request) const;

    /// While revoked no credential is valid.
    void set_revoked(bool revoked) { revoked_ = revoked; }

private:
    using Index = std::unordered_map<std::string, const User*>;

    const User* by_key(std::string_view email, std::string_view key) const;

    std::deque<User> users_; // a caller is a pointer into it
    Index by_email_;         // in lower case
    Index by_token_;
    bool revoked_ = false;
};

/// The administrator of all tenants, with the credentials of the settings.
User make_administrator(const Settings& settings);

/// Everything of a user, with its secrets: for the state file and the control endpoints.
std::string full_json(const User& user);

/// Reads full_json back, tolerating what is absent.
User user_from(const nlohmann::json& json);

/// True for a header that must be written nowhere.
bool is_credential_header(std::string_view name);

} // namespace tenantry::simulator
