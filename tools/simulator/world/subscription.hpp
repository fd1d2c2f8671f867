// What a subscription is, of a zone or of an account: its fields, what it costs, how it reads as
// JSON (API reference, sections 7 and 8), and how the store keeps those of zones. What callers may
// do with it is in api/zone_subscription.cpp and api/account_subscription.cpp.
#pragma once

#include "tools/simulator/rules/rate_plan.hpp"
#include "tools/simulator/rules/settings.hpp"
#include "tools/simulator/world/zone.hpp"

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace tenantry::simulator {

class Store;

struct Subscription {
    std::string id = {};
    std::uint64_t sequence = 0;
    std::string account_id = {};
    std::string zone_id = {}; // empty: the account's own
    std::string plan = {};    // of a zone the class, of an account the documented id
    std::string frequency = "monthly";
    std::map<std::string, long long> components = {}; // those that are not as usual
    std::string state = "Paid";
    /// The id of the plan that reads show, where it was set past the API and is not the usual one.
    std::string shown_id = {};
    /// Of a customer with a contract: as it was recorded from the API, all but the id (section 8).
    std::string recorded = {};
    std::optional<long long> price = {}; // none: what the plan and its components cost
    Time started = {};

    std::string name_key() const { return plan; }
    std::string parent_key() const { return account_id; }
    bool is_special() const { return false; }

    /// True when nothing is paid for it any more.
    bool has_ended() const { return state == "Cancelled" || state == "Expired"; }
    bool is_free_plan() const { return !zone_id.empty() && plan == "free"; }

    /// True when both cost the same for the same.
    bool buys_the_same_as(const Subscription& other) const;
};

/// Who buys the plans of that account's zones: the partner, or a retail customer.
Buyer buyer_at(const Store& store, const std::string& account_id);

/// The object the API shows. With `null_zone` an account's own has zone null, else none.
std::string subscription_json(const Subscription& subscription, const Store& store, bool null_zone);

/// With its account, for the state file and the control endpoints.
std::string full_json(const Subscription& subscription, const Store& store);

/// Reads full_json back, tolerating what is absent; nothing without an account or a known plan.
std::optional<Subscription> subscription_from(const nlohmann::json& json, Store& store, Time now);

/// The zone's subscription; nothing when it never had one. A zone that got a paid plan past the
/// API, by a seed or the control endpoints, has the usual one of that plan.
std::optional<Subscription> subscription_of(const Zone& zone, const Store& store);

/// Keeps the subscription and shows its plan at the zone, where lists and settings follow
/// as late as the settings say.
void put_zone_subscription(Store& store, const Zone& zone, Subscription subscription, Time now,
                           const Settings& settings);

} // namespace tenantry::simulator
