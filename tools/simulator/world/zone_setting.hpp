// The settings of a zone: which are not as at first, how they read as JSON, and how they change
// (API reference, section 6). What callers may do with them is in api/zone_setting.cpp.
#pragma once

#include "tools/simulator/rules/setting_catalogue.hpp"
#include "tools/simulator/text/timestamp.hpp"

#include <map>
#include <nlohmann/json_fwd.hpp>
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

/// The plan that the zone's settings go by at that moment: a new one comes late.
std::string_view plan_of_settings(const Zone& zone, Time now);

bool is_editable(const ZoneSetting& setting, const Zone& zone, Time now);

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
