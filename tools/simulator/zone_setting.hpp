// What the settings of a zone are: the catalogue with the values that each of them takes, which
// plan makes it editable, and how one reads as JSON (API reference, section 6). What callers may
// do with them is in zone_settings.cpp.
#pragma once

#include "tools/simulator/timestamp.hpp"

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tenantry::simulator {

class Store;
struct Zone;

/// A setting that is not as it was at first.
struct ChangedSetting {
    std::string value = {}; // JSON
    Time modified_on = {};
};
using ChangedSettings = std::map<std::string, ChangedSetting, std::less<>>; // by the setting's id

/// One setting of the catalogue.
struct ZoneSetting {
    std::string_view id = {};
    std::string_view usual = {};            // JSON, on a new zone
    std::string_view values = {};           // what it takes, in the language of zone_setting.cpp
    std::string_view plan = {};             // the least plan that may edit it; empty: any
    std::string_view member_name = "value"; // where the value stands: "enabled" for a few
    bool is_listed = true;                  // false: in no list, it can be read by itself only
};

std::span<const ZoneSetting> setting_catalogue();

/// Null when there is none.
const ZoneSetting* find_setting(std::string_view id);

/// The plan that the zone's settings go by at that moment: a new one comes late.
std::string_view plan_of_settings(const Zone& zone, Time now);

bool is_editable(const ZoneSetting& setting, const Zone& zone, Time now);

/// True for a value that the setting takes on that plan.
bool is_allowed(const ZoneSetting& setting, const nlohmann::json& value, std::string_view plan);

/// The object the API shows.
std::string setting_json(const ZoneSetting& setting, const Zone& zone, const Store& store,
                         Time now);

/// The values of all settings by their ids, and the id of the zone.
std::string setting_values_json(const Zone& zone, const Store& store, Time now);

void change_setting(Store& store, const Zone& zone, const ZoneSetting& setting,
                    const nlohmann::json& value, Time now);

/// {"ssl": {"value": "off", "modified_on": "..."}}: those that are not as at first.
std::string to_json(const ChangedSettings& settings);
ChangedSettings changed_settings_from(const nlohmann::json& json);

} // namespace tenantry::simulator
