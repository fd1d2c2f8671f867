#include "tools/simulator/world/zone_hold.hpp"

#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/world/store.hpp"
#include "tools/simulator/world/zone_part_kind.hpp"

namespace tenantry::simulator {
namespace {

// In whole seconds, whatever was asked for (API reference, section 6).
std::optional<std::string> whole_seconds_text(const std::optional<Time>& time) {
    return time ? std::optional{to_rfc3339_seconds(*time)} : std::nullopt;
}

bool blocks(const Zone& zone, const Store& store, const std::string& account_id, bool subdomain,
            Time now) {
    const auto hold = hold_of(zone, store);
    return zone.account->id != account_id && hold && hold->holds(now) &&
           (!subdomain || hold->include_subdomains);
}

class ZoneHoldKind final : public ZonePartKind {
public:
    using ZonePartKind::ZonePartKind;

    // By the zone's id: those that are not as at first.
    std::string write(const Store& store, const Directory&) const override {
        ObjectText object;
        for (const auto& zone : store.zones.live().all()) {
            const auto changed = store.zone_holds.find(zone->id);
            if (changed != store.zone_holds.end())
                object.raw(zone->id, full_json(changed->second, zone->id));
        }
        return object.take();
    }

    std::expected<void, std::string> read(const nlohmann::json& json,
                                          const WorldAt& world) const override {
        for (const auto& [zone_id, hold] : json.items())
            world.store.zone_holds.emplace(zone_id, zone_hold_from(hold));
        return {};
    }

    std::optional<std::string> show(const std::string& id, const WorldAt& world) const override {
        const auto zone = world.store.zones.live().find(id);
        const auto hold = zone ? hold_of(*zone, world.store) : std::nullopt;
        if (!hold) return std::nullopt;
        return full_json(*hold, id);
    }

    std::expected<std::string, std::string> put(const nlohmann::json& json,
                                                const WorldAt& world) const override {
        const std::string id = text_at(json, "id");
        if (!show(id, world)) return std::unexpected("a hold needs the id of a zone");
        const ZoneHold hold = zone_hold_from(json);
        world.store.zone_holds.insert_or_assign(id, hold);
        return full_json(hold, id);
    }

    void erase(const std::string& id, const WorldAt& world) const override {
        world.store.zone_holds.erase(id);
    }
};

} // namespace

std::optional<ZoneHold> hold_of(const Zone& zone, const Store& store) {
    if (zone.plan != "enterprise") return std::nullopt;
    const auto known = store.zone_holds.find(zone.id);
    return known == store.zone_holds.end() ? ZoneHold{} : known->second;
}

const Zone* holding_zone(const Store& store, const std::string& ascii_name,
                         const std::string& account_id, Time now) {
    std::string name = ascii_name;
    while (true) {
        for (const auto& zone : store.zones.live().named(name))
            if (blocks(*zone, store, account_id, name != ascii_name, now)) return zone.get();
        const auto dot = name.find('.');
        if (dot == std::string::npos) return nullptr;
        name.erase(0, dot + 1);
    }
}

// include_subdomains is a text in the OpenAPI document and a boolean in practice (API reference,
// section 13): sent as a boolean, read as either.
std::string to_json(const ZoneHold& hold, Time now) {
    ObjectText object;
    object.boolean("hold", hold.holds(now));
    object.text_or_null("hold_after", whole_seconds_text(hold.hold_after));
    object.boolean("include_subdomains", hold.include_subdomains);
    return object.take();
}

std::string full_json(const ZoneHold& hold, const std::string& zone_id) {
    return ObjectText{}
        .text("id", zone_id)
        .boolean("hold", hold.is_wanted)
        .text_or_null("hold_after", whole_seconds_text(hold.hold_after))
        .boolean("include_subdomains", hold.include_subdomains)
        .take();
}

ZoneHold zone_hold_from(const nlohmann::json& json) {
    ZoneHold hold;
    hold.is_wanted = flag_at(json, "hold");
    hold.hold_after = time_at(json, "hold_after");
    hold.include_subdomains = flag_at(json, "include_subdomains");
    return hold;
}

const ObjectKind& zone_hold_kind() {
    static const ZoneHoldKind kind{"zone_holds", "/zone-holds"};
    return kind;
}

} // namespace tenantry::simulator
