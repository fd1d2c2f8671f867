// Who is calling: the credential schemes of the API and what a wrong or broken one is answered
// (API reference, section 1.1).
#pragma once

#include "tools/simulator/request.hpp"
#include "tools/simulator/settings.hpp"

#include <deque>
#include <expected>
#include <string>

namespace tenantry::simulator {

/// A user and the secrets that prove it. Its key and its tokens are one identity for the limits.
struct User {
    std::string id = {};
    std::string email = {};
    std::string key = {};
    std::string token = {};
    std::string token_id = {};
    std::string first_name = {};
    std::string last_name = {};
    Time created_on = {};
    bool is_administrator = false; // of all tenants: may do everything
};

enum class Scheme : std::uint8_t { key, token };

/// The user a request comes from.
struct Caller {
    const User* user = nullptr;
    Scheme scheme = Scheme::key;
};

class Directory {
public:
    void add(User user) { users_.push_back(std::move(user)); }

    /// Null when nobody has that address.
    const User* by_email(std::string_view email) const;

    /// The caller, or the reply that turns it away.
    std::expected<Caller, Reply> identify(const Request& request) const;

    /// While revoked no credential is valid.
    void set_revoked(bool revoked) { revoked_ = revoked; }

private:
    const User* by_token(std::string_view token) const;
    const User* by_key(std::string_view email, std::string_view key) const;

    std::deque<User> users_; // a caller is a pointer into it
    bool revoked_ = false;
};

/// The administrator of all tenants, with the credentials of the settings.
User make_administrator(const Settings& settings);

/// True for a header that must be written nowhere.
bool is_credential_header(std::string_view name);

} // namespace tenantry::simulator
