// What an account is: its fields, how it reads as JSON, and how the store keeps it and its zones
// in step. What callers may do with it is in api/account.cpp.
#pragma once

#include "tools/simulator/text/rendered.hpp"
#include "tools/simulator/text/timestamp.hpp"
#include "tools/simulator/world/tenant.hpp"

#include <array>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace tenantry::simulator {

class Store;

/// The five know-your-customer fields, readable at /accounts/{id}/profile only.
struct Profile {
    std::string business_name = {};
    std::string business_address = {};
    std::string business_email = {};
    std::string business_phone = {};
    std::string external_metadata = {};
};

struct ProfileField {
    std::string_view name;
    std::string Profile::* value;
};
inline constexpr std::array<ProfileField, 5> profile_fields = {{
    {"business_name", &Profile::business_name},
    {"business_address", &Profile::business_address},
    {"business_email", &Profile::business_email},
    {"business_phone", &Profile::business_phone},
    {"external_metadata", &Profile::external_metadata},
}};

struct Account {
    std::string id = {};
    std::uint64_t sequence = 0;
    std::string name = {};
    std::string type = "standard";
    Time created_on = {};
    std::shared_ptr<const Unit> unit = {}; // null: a standalone account, in no tenant
    bool enforce_twofactor = false;
    std::optional<std::string> abuse_contact_email = {};
    Profile profile = {};

    std::string name_key() const { return name; }
    std::string parent_key() const { return unit ? unit->tag : std::string{}; }
    bool is_special() const { return false; }

    /// The object the API shows.
    const std::string& text() const;

    Rendered rendered = {};
};

std::string to_json(const Profile& profile);

/// The account with its profile: what the state file and /control/state show.
std::string full_json(const Account& account);

/// Reads full_json back, tolerating what is absent: the control endpoint may set any field.
/// An empty id gets a new one; unit.id is understood as in POST /accounts.
Account account_from(const nlohmann::json& json, Store& store, Time now);

/// Puts the account, and its zones when they show something that changed.
void put_account(Store& store, Account account, Time now);

/// Erases the account with its zones, members, subscriptions and Access users.
bool erase_account(Store& store, const std::string& id, Time now);

} // namespace tenantry::simulator
