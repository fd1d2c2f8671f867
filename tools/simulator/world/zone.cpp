#include "tools/simulator/world/zone.hpp"

#include "tools/simulator/rules/rate_plan.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/text/zone_name.hpp"
#include "tools/simulator/world/collection_kind.hpp"
#include "tools/simulator/world/store.hpp"

#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

constexpr std::array<std::string_view, 40> name_server_names = {
    "ada",  "amir", "anna", "beth", "bob",  "cass", "clay", "coby", "dana", "dean",
    "dora", "ed",   "elsa", "finn", "gina", "gus",  "hope", "igor", "ines", "jake",
    "jill", "karl", "kate", "leia", "lars", "mona", "max",  "nina", "noah", "olga",
    "otto", "pam",  "pete", "rosa", "rick", "sara", "sid",  "tess", "todd", "uma",
};

// The fields that SDKs demand of every zone: API reference, sections 6 and 15.
std::string rendered_zone(const Zone& zone) {
    const Account& account = *zone.account;
    ObjectText object;
    object.text("id", zone.id).text("name", zone.name).text("status", zone.status);
    object.boolean("paused", zone.paused).text("type", zone.type);
    object.number("development_mode", zone.development_mode);
    object.texts("name_servers", zone.name_servers);
    if (zone.original_name_servers.empty())
        object.null("original_name_servers");
    else
        object.texts("original_name_servers", zone.original_name_servers);
    object.null("original_registrar").null("original_dnshost");
    object.texts("vanity_name_servers", zone.vanity_name_servers);
    if (zone.cname_suffix) object.text("cname_suffix", *zone.cname_suffix);
    if (zone.verification_key) object.text("verification_key", *zone.verification_key);
    object.text("created_on", to_rfc3339(zone.created_on));
    object.text("modified_on", to_rfc3339(zone.modified_on));
    object.text_or_null("activated_on", zone.activated_on
                                            ? std::optional{to_rfc3339(*zone.activated_on)}
                                            : std::nullopt);
    object.raw("meta", R"({"step":2,"custom_certificate_quota":0,"page_rule_quota":3,)"
                       R"("phishing_detected":false,"cdn_only":false,"dns_only":false,)"
                       R"("foundation_dns":false})");
    object.raw("owner", ObjectText{}
                            .text("id", account.id)
                            .text("type", "organization")
                            .text("name", account.name)
                            .take());
    object.raw("account", ObjectText{}.text("id", account.id).text("name", account.name).take());
    if (account.unit) {
        object.raw("tenant", ObjectText{}
                                 .text("id", account.unit->tenant_tag)
                                 .text("name", account.unit->tenant_name)
                                 .take());
        object.raw("tenant_unit", ObjectText{}.text("id", account.unit->tag).take());
    }
    object.raw("permissions", R"(["#zone:read","#zone:edit","#zone_settings:read",)"
                              R"("#zone_settings:edit","#dns_records:read","#dns_records:edit"])");
    // Internal zones have no plan (API reference, section 6).
    if (zone.type == "internal")
        object.null("plan");
    else
        object.raw("plan", retail_plan_json(zone_plan(zone.plan), zone.plan != "free"));
    return object.take();
}

class ZoneKind final : public CollectionKind<Zone> {
public:
    using CollectionKind::CollectionKind;

    void erase(const std::string& id, const WorldAt& world) const override {
        erase_zone(world.store, id, world.now);
    }

private:
    void keep(Zone zone, const WorldAt& world) const override {
        // Another plan brings its usual subscription.
        const auto known = world.store.zones.live().find(zone.id);
        if (known && known->plan != zone.plan) world.store.zone_subscriptions.erase(zone.id);
        put_zone(world.store, std::move(zone), world.now);
    }
};

} // namespace

const std::string& Zone::text() const {
    return rendered.get([this] { return rendered_zone(*this); });
}

std::string zone_text(const Zone& zone, Time now) {
    if (zone.plan_shown_from <= now) return zone.text();
    Zone earlier = zone;
    earlier.plan = zone.earlier_plan;
    return earlier.text();
}

void put_zone(Store& store, Zone zone, Time now) {
    // A zone that becomes Enterprise is held again, whatever was before.
    const auto before = store.zones.live().find(zone.id);
    if (before && before->plan != zone.plan) store.zone_holds.erase(zone.id);
    store.zones.put(std::make_shared<const Zone>(std::move(zone)), now);
}

bool erase_zone(Store& store, const std::string& id, Time now) {
    store.zone_subscriptions.erase(id);
    store.zone_settings.erase(id);
    store.zone_holds.erase(id);
    return store.zones.erase(id, now);
}

std::vector<std::string> name_servers_for(std::uint64_t sequence) {
    const std::size_t count = name_server_names.size();
    const std::size_t first = sequence % count;
    const std::size_t step = 1 + sequence / count % (count - 1);
    return {fmt::format("{}.ns.cloudflare.com", name_server_names[first]),
            fmt::format("{}.ns.cloudflare.com", name_server_names[(first + step) % count])};
}

void fit_to_type(Zone& zone) {
    // Nobody delegates these two to Cloudflare's name servers.
    if (zone.type == "internal" || zone.type == "partial")
        zone.name_servers.clear();
    else if (zone.name_servers.empty())
        zone.name_servers = name_servers_for(zone.sequence);
    zone.verification_key.reset();
    zone.cname_suffix.reset();
    if (zone.type == "partial") {
        zone.verification_key = fmt::format("{:09}-{:09}", zone.sequence * 7919 % 1'000'000'000,
                                            zone.sequence * 104729 % 1'000'000'000);
        zone.cname_suffix = "cdn.cloudflare.net";
    }
}

std::string full_json(const Zone& zone) {
    std::string out = zone.text();
    out.pop_back();
    if (zone.checked_on) out += ",\"checked_on\":" + quoted_text(to_rfc3339(*zone.checked_on));
    return out + "}";
}

std::optional<Zone> zone_from(const nlohmann::json& json, Store& store, Time now) {
    Zone zone;
    zone.account = store.accounts.live().find(text_at(member(json, "account"), "id"));
    const std::string name = text_at(json, "name");
    if (!zone.account || name.empty()) return std::nullopt;
    const auto spelled = read_zone_name(name);
    zone.name = spelled ? spelled->shown : name;
    zone.ascii = comparable_name(name);
    zone.id = text_at(json, "id");
    if (zone.id.empty()) zone.id = store.new_id();
    const auto known = store.zones.live().find(zone.id);
    zone.sequence = known ? known->sequence : store.new_sequence();
    zone.status = text_at(json, "status", "pending");
    zone.type = text_at(json, "type", "full");
    zone.plan = text_at(member(json, "plan"), "legacy_id", "free");
    zone.paused = flag_at(json, "paused");
    zone.development_mode = number_at(json, "development_mode");
    zone.name_servers = texts_at(json, "name_servers");
    fit_to_type(zone);
    zone.vanity_name_servers = texts_at(json, "vanity_name_servers");
    zone.original_name_servers = texts_at(json, "original_name_servers");
    if (auto key = optional_text_at(json, "verification_key"))
        zone.verification_key = std::move(key);
    zone.created_on = time_at(json, "created_on").value_or(now);
    zone.modified_on = time_at(json, "modified_on").value_or(zone.created_on);
    zone.activated_on = time_at(json, "activated_on");
    if (zone.status == "active" && !zone.activated_on) zone.activated_on = now;
    zone.checked_on = time_at(json, "checked_on");
    return zone;
}

const ObjectKind& zone_kind() {
    static const ZoneKind kind{{
        .name = "zones",
        .path = "/zones",
        .collection = &Store::zones,
        .to_json = [](const Zone& zone, const Store&) { return full_json(zone); },
        .from_json = zone_from,
        .name_key = comparable_name,
        .lacking = "a zone needs a name and the account.id of an account",
        .lacking_in_state = "a zone of the state has no name or no account",
    }};
    return kind;
}

} // namespace tenantry::simulator
