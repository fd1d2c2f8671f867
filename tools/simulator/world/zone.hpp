// What a zone is: its fields and how it reads as JSON. What callers may do with it is in
// api/zone.cpp and api/zone_list.cpp.
#pragma once

#include "tools/simulator/world/account.hpp"

#include <vector>

namespace tenantry::simulator {

struct Zone {
    std::string id = {};
    std::uint64_t sequence = 0;
    std::string name = {};  // as the API shows it: lower case, Unicode
    std::string ascii = {}; // the same name as DNS has it; what names are compared by
    std::string status = "pending";
    std::string type = "full";
    std::string plan = "free"; // legacy_id of the retail plan
    bool paused = false;
    long long development_mode = 0;
    std::shared_ptr<const Account> account = {};
    std::vector<std::string> name_servers = {};
    std::vector<std::string> vanity_name_servers = {};
    std::vector<std::string> original_name_servers = {};
    std::optional<std::string> verification_key = {};
    std::optional<std::string> cname_suffix = {};
    Time created_on = {};
    Time modified_on = {};
    std::optional<Time> activated_on = {};
    std::optional<Time> checked_on = {}; // the last activation check
    std::string earlier_plan = {};       // shown until plan_shown_from
    Time plan_shown_from = {};
    std::string plan_of_settings = {}; // what settings go by until plan_in_force_from
    Time plan_in_force_from = {};

    std::string name_key() const { return ascii; }
    std::string parent_key() const { return account->id; }
    bool is_special() const { return type == "internal"; }

    /// The object the API shows.
    const std::string& text() const;

    Rendered rendered = {};
};

/// The object the API shows at that moment: a new plan shows late.
std::string zone_text(const Zone& zone, Time now);

void put_zone(Store& store, Zone zone, Time now);

/// Erases the zone with its subscription, settings and hold.
bool erase_zone(Store& store, const std::string& id, Time now);

/// Two name servers; another pair for every zone, also for a name that comes back (API reference,
/// section 6: a re-added zone gets other name servers).
std::vector<std::string> name_servers_for(std::uint64_t sequence);

/// Gives a zone what its type brings: name servers, or a verification key and CNAME suffix.
void fit_to_type(Zone& zone);

/// The zone with what only the simulator knows: for the state file and /control/state.
std::string full_json(const Zone& zone);

/// Reads full_json back, tolerating what is absent; null when its account does not exist or it
/// has no name.
std::optional<Zone> zone_from(const nlohmann::json& json, Store& store, Time now);

} // namespace tenantry::simulator
