// Everything the simulated tenant holds, with the ids and the order of creation. A resource's own
// rules stand in its own files; here is only where it is kept.
#pragma once

#include "tools/simulator/rules/program.hpp"
#include "tools/simulator/world/access_user.hpp"
#include "tools/simulator/world/account.hpp"
#include "tools/simulator/world/audit_log.hpp"
#include "tools/simulator/world/ledger.hpp"
#include "tools/simulator/world/member.hpp"
#include "tools/simulator/world/resource_group.hpp"
#include "tools/simulator/world/shelf.hpp"
#include "tools/simulator/world/subscription.hpp"
#include "tools/simulator/world/tenant.hpp"
#include "tools/simulator/world/zone.hpp"
#include "tools/simulator/world/zone_hold.hpp"
#include "tools/simulator/world/zone_setting.hpp"

#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace tenantry::simulator {

/// The answer to a create that carried an Idempotency-Key.
struct RememberedCreate {
    std::string request_body = {};
    std::string reply_body = {};
};

class Store {
public:
    Store(std::uint64_t seed, Duration page_lag)
        : accounts(page_lag), zones(page_lag), members(page_lag), subscriptions(page_lag),
          access_users(page_lag), seed_(seed) {}

    Program program = Program::reseller;
    std::vector<Tenant> tenants = {};
    Collection<Account> accounts;
    Collection<Zone> zones;
    Collection<Member> members; // without those still to be made
    MembersToMake members_to_make = {};
    Collection<Subscription> subscriptions;                                 // of accounts
    std::unordered_map<std::string, Subscription> zone_subscriptions = {};  // by the zone's id
    std::map<std::string, std::vector<ResourceGroup>> resource_groups = {}; // by the account's id
    Collection<AccessUser> access_users;
    std::unordered_map<std::string, ChangedSettings> zone_settings = {}; // by the zone's id
    std::unordered_map<std::string, ZoneHold> zone_holds =
        {}; // by the zone's id; where not as usual
    Ledger ledger = {};
    AuditLog audit_log = {};
    std::unordered_set<std::string> zones_without_billing = {}; // made just now, with --quirks
    std::size_t turns = 0; // how often members were shown, with --quirks
    std::map<std::string, RememberedCreate> creates = {}; // by Idempotency-Key

    /// A new id of 32 hexadecimal characters; the same series for the same seed.
    std::string new_id();
    std::uint64_t new_sequence() { return ++sequence_; }

    /// How many ids and objects were made: what a saved state must remember.
    std::uint64_t id_count() const { return id_count_; }
    std::uint64_t sequence() const { return sequence_; }
    void resume(std::uint64_t id_count, std::uint64_t sequence);

    const Tenant* find_tenant(const std::string& tag) const;
    std::shared_ptr<const Unit> find_unit(const std::string& tag) const;

private:
    std::uint64_t seed_;
    std::uint64_t id_count_ = 0;
    std::uint64_t sequence_ = 0;
};

} // namespace tenantry::simulator
