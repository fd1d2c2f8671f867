// The settings that a zone has: the values that each of them takes, and which plan makes it
// editable (API reference, section 6). What a zone's are is in world/zone_setting.cpp.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string_view>

namespace tenantry::simulator {

/// One setting of the catalogue.
struct ZoneSetting {
    std::string_view id = {};
    std::string_view usual = {};            // JSON, on a new zone
    std::string_view values = {};           // what it takes, in the language of the source
    std::string_view plan = {};             // the least plan that may edit it; empty: any
    std::string_view member_name = "value"; // where the value stands: "enabled" for a few
    bool is_listed = true;                  // false: in no list, it can be read by itself only
};

std::span<const ZoneSetting> setting_catalogue();

/// Null when there is none.
const ZoneSetting* find_setting(std::string_view id);

/// How much a plan of zones may, from 0 for the free one to 3.
std::size_t rank_of_plan(std::string_view plan);

/// True when a zone of that plan may edit the setting.
bool may_edit(const ZoneSetting& setting, std::string_view plan);

/// True for a value that the setting takes on that plan.
bool is_allowed(const ZoneSetting& setting, const nlohmann::json& value, std::string_view plan);

/// The value that a written one comes to: an object replaces all of the old value, and members that
/// it leaves out get their usual values.
nlohmann::json whole_value(const ZoneSetting& setting, const nlohmann::json& value);

} // namespace tenantry::simulator
