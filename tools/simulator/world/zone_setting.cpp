#include "tools/simulator/world/zone_setting.hpp"

#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/world/store.hpp"
#include "tools/simulator/world/zone_part_kind.hpp"

namespace tenantry::simulator {
namespace {

constexpr std::string_view off_json = R"("off")";
constexpr std::string_view on_json = R"("on")";

std::string kept_value(const ZoneSetting& setting, const Zone& zone, const Store& store) {
    const auto changed = store.zone_settings.find(zone.id);
    if (changed == store.zone_settings.end()) return std::string{setting.usual};
    const auto found = changed->second.find(setting.id);
    return found == changed->second.end() ? std::string{setting.usual} : found->second.value;
}

std::string setting_value(const ZoneSetting& setting, const Zone& zone, const Store& store,
                          Time now) {
    // Nobody edits it: it is on from Business upwards.
    if (setting.id == "advanced_ddos")
        return std::string{rank_of_plan(plan_of_settings(zone, now)) >= rank_of_plan("business")
                               ? on_json
                               : off_json};
    std::string value = kept_value(setting, zone, store);
    // Coupled: TLS 1.3 that is on reads so while 0-RTT is on, too (API reference, section 6).
    if (setting.id == "tls_1_3" && value == on_json &&
        kept_value(*find_setting("0rtt"), zone, store) == on_json)
        return R"("zrt")";
    return value;
}

std::optional<std::string> changed_on(const ZoneSetting& setting, const Zone& zone,
                                      const Store& store) {
    const auto changed = store.zone_settings.find(zone.id);
    if (changed == store.zone_settings.end()) return std::nullopt;
    const auto found = changed->second.find(setting.id);
    if (found == changed->second.end()) return std::nullopt;
    return to_rfc3339(found->second.modified_on);
}

class ZoneSettingsKind final : public ZonePartKind {
public:
    using ZonePartKind::ZonePartKind;

    // By the zone's id: those that are not as at first.
    std::string write(const Store& store, const Directory&) const override {
        ObjectText object;
        for (const auto& zone : store.zones.live().all()) {
            const auto changed = store.zone_settings.find(zone->id);
            if (changed != store.zone_settings.end())
                object.raw(zone->id, to_json(changed->second));
        }
        return object.take();
    }

    std::expected<void, std::string> read(const Json& json, const WorldAt& world) const override {
        for (const auto& [zone_id, settings] : json.items())
            world.store.zone_settings.emplace(zone_id, changed_settings_from(settings));
        return {};
    }

    std::optional<std::string> show(const std::string& id, const WorldAt& world) const override {
        const auto zone = world.store.zones.live().find(id);
        if (!zone) return std::nullopt;
        return setting_values_json(*zone, world.store, world.now);
    }

    std::expected<std::string, std::string> put(const Json& json,
                                                const WorldAt& world) const override {
        Store& store = world.store;
        const auto zone = store.zones.live().find(text_at(json, "id"));
        if (!zone) return std::unexpected("the settings of a zone need its id");
        const Json before = Json::parse(setting_values_json(*zone, store, world.now));
        for (const auto& [id, value] : json.items())
            if (find_setting(id) == nullptr && id != "id")
                return std::unexpected("there is no setting '" + id + "'");
        for (const auto& [id, value] : json.items())
            if (member(before, id) != value)
                change_setting(store, *zone, *find_setting(id), value, world.now);
        return setting_values_json(*zone, store, world.now);
    }

    void erase(const std::string& id, const WorldAt& world) const override {
        world.store.zone_settings.erase(id);
    }
};

} // namespace

std::string_view plan_of_settings(const Zone& zone, Time now) {
    return now < zone.plan_in_force_from ? zone.plan_of_settings : zone.plan;
}

bool is_editable(const ZoneSetting& setting, const Zone& zone, Time now) {
    return may_edit(setting, plan_of_settings(zone, now));
}

std::string setting_json(const ZoneSetting& setting, const Zone& zone, const Store& store,
                         Time now) {
    const std::string value = setting_value(setting, zone, store, now);
    ObjectText object;
    object.text("id", setting.id).raw(setting.member_name, value);
    // In the OpenAPI document the few that are {"enabled": ...} have nothing else.
    if (setting.member_name != "value") return object.take();
    object.boolean("editable", is_editable(setting, zone, now));
    object.text_or_null("modified_on", changed_on(setting, zone, store));
    constexpr long long three_hours = 10800;
    if (setting.id == "development_mode")
        object.number("time_remaining", value == on_json ? three_hours : 0);
    return object.take();
}

std::string setting_values_json(const Zone& zone, const Store& store, Time now) {
    ObjectText object;
    object.text("id", zone.id);
    for (const ZoneSetting& setting : setting_catalogue())
        object.raw(setting.id, setting_value(setting, zone, store, now));
    return object.take();
}

void change_setting(Store& store, const Zone& zone, const ZoneSetting& setting, const Json& value,
                    Time now) {
    ChangedSetting changed;
    changed.value = whole_value(setting, value).dump();
    changed.modified_on = now;
    store.zone_settings[zone.id].insert_or_assign(std::string{setting.id}, std::move(changed));
}

std::string to_json(const ChangedSettings& settings) {
    ObjectText object;
    for (const auto& [id, setting] : settings)
        object.raw(id, ObjectText{}
                           .raw("value", setting.value)
                           .text("modified_on", to_rfc3339(setting.modified_on))
                           .take());
    return object.take();
}

ChangedSettings changed_settings_from(const Json& json) {
    ChangedSettings settings;
    if (!json.is_object()) return settings;
    for (const auto& [id, item] : json.items()) {
        ChangedSetting setting;
        setting.value = member(item, "value").dump();
        setting.modified_on = time_at(item, "modified_on").value_or(Time{});
        if (find_setting(id) != nullptr) settings.emplace(id, std::move(setting));
    }
    return settings;
}

const ObjectKind& zone_settings_kind() {
    static const ZoneSettingsKind kind{"zone_settings", "/zone-settings"};
    return kind;
}

} // namespace tenantry::simulator
