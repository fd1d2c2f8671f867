// The hold of an Enterprise zone: it keeps other accounts from adding the same name (API
// reference, section 6). What callers may do with it is in api/zone_hold.cpp.
#pragma once

#include "tools/simulator/text/timestamp.hpp"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace tenantry::simulator {

class Store;
struct Zone;

/// As it is on an Enterprise zone that nobody changed it for: on.
struct ZoneHold {
    bool is_wanted = true; // off for good when it is not
    bool include_subdomains = false;
    std::optional<Time> hold_after = {}; // until then it is off

    bool holds(Time now) const { return is_wanted && (!hold_after || *hold_after <= now); }
};

/// The hold of a zone; nothing for a zone that can have none.
std::optional<ZoneHold> hold_of(const Zone& zone, const Store& store);

/// The zone whose hold keeps the account from adding that name; null when there is none.
const Zone* holding_zone(const Store& store, const std::string& ascii_name,
                         const std::string& account_id, Time now);

/// The object the API shows.
std::string to_json(const ZoneHold& hold, Time now);

/// With its zone, for the state file and the control endpoints.
std::string full_json(const ZoneHold& hold, const std::string& zone_id);
ZoneHold zone_hold_from(const nlohmann::json& json);

} // namespace tenantry::simulator
