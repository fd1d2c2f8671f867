// What an Access user of Zero Trust is: its fields, how it reads as JSON, and how the store keeps
// it (API reference, section 9). What callers may do with it is in api/access_user.cpp.
#pragma once

#include "tools/simulator/text/timestamp.hpp"

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace tenantry::simulator {

class Store;

struct AccessUser {
    std::string id = {}; // a UUID, unlike all other ids
    std::uint64_t sequence = 0;
    std::string account_id = {};
    std::string email = {};
    std::string name = {};
    std::string seat_uid = {};
    bool access_seat = false;
    bool gateway_seat = false;
    long long active_device_count = 0;
    std::optional<Time> last_successful_login = {};
    Time created_at = {};
    Time updated_at = {};

    std::string name_key() const;
    std::string parent_key() const { return account_id; }
    bool is_special() const { return false; }
};

/// The object the API shows.
std::string to_json(const AccessUser& user);

/// With its account, for the state file and the control endpoints.
std::string full_json(const AccessUser& user);

/// Reads full_json back, tolerating what is absent; nothing without an account or an e-mail.
std::optional<AccessUser> access_user_from(const nlohmann::json& json, Store& store, Time now);

/// A new id in the form of a UUID.
std::string new_uuid(Store& store);

/// Null when the account has none with that e-mail, whatever its case.
std::shared_ptr<const AccessUser>
access_user_with(const Store& store, const std::string& account_id, const std::string& email);

} // namespace tenantry::simulator
