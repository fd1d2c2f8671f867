// What callers may do with one zone: API reference, section 6. Lists are in zone_list.cpp.
#include "tools/simulator/api/rights.hpp"
#include "tools/simulator/api/router.hpp"
#include "tools/simulator/rules/entitlements.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/text/zone_name.hpp"

#include <array>
#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

constexpr std::array<std::string_view, 4> zone_types = {"full", "partial", "secondary", "internal"};

bool is_zone_type(const Json& value) {
    return value.is_string() &&
           std::ranges::find(zone_types, value.get<std::string>()) != zone_types.end();
}

/// A reserved ending provokes an error of the table in section 6.
struct ReservedName {
    std::string_view label;
    int code;
    std::string_view message;
};

// The code of a zone hold is not documented; 1000 stands in for it.
constexpr int zone_hold_code = 1000;

constexpr std::array<ReservedName, 8> reserved_names = {{
    {"unregistered", 1049, "is not a registered domain"},
    {"notroot", 1099, "is not a root domain"},
    {"lookup-failed", 1110, "could not be looked up"},
    {"subdomain", 1116, "is a subdomain: subdomain zones are not permitted"},
    {"no-subdomain", 1093, "is a subdomain: subdomain zones are not permitted"},
    {"blocked", 1097, "is blocked and cannot be added"},
    {"restricted", 1105,
     "cannot be added: attempts to add this domain are temporarily restricted. Wait 3 hours"},
    {"held", zone_hold_code, "is held by another account: the zone hold must be released first"},
}};

Refusal refuse_reserved(const ZoneName& name) {
    for (const ReservedName& reserved : reserved_names)
        if (name.ascii.ends_with(fmt::format(".{}.example", reserved.label)))
            return failure(400, reserved.code, fmt::format("{} {}", name.shown, reserved.message),
                           "/name");
    return std::nullopt;
}

Refusal refuse_held(const ZoneName& name, const std::string& account_id, const Call& call) {
    const Zone* holder = holding_zone(call.store, name.ascii, account_id, call.now);
    if (holder == nullptr) return std::nullopt;
    return failure(
        400, zone_hold_code,
        fmt::format("{} is held by another account: the zone hold must be released first",
                    name.shown),
        "/name");
}

// A subdomain is a name below a zone that exists: the simulator knows no registry.
Refusal refuse_subdomain(const ZoneName& name, const Call& call) {
    if (holds(call.settings, "allow_add_subdomain")) return std::nullopt;
    std::string parent = name.ascii;
    for (auto dot = parent.find('.'); dot != std::string::npos; dot = parent.find('.')) {
        parent.erase(0, dot + 1);
        if (!call.store.zones.live().named(parent).empty())
            return failure(
                400, 1116,
                fmt::format("{} is a subdomain: subdomain zones are not permitted", name.shown),
                "/name");
    }
    return std::nullopt;
}

long long pending_zones_of(const Account& account, const Store& store) {
    return std::ranges::count_if(store.zones.live().children_of(account.id),
                                 [](const auto& zone) { return zone->status == "pending"; });
}

Refusal refuse_type(const std::string& type, const Settings& settings) {
    if (may_have_type(settings, type)) return std::nullopt;
    return invalid("partial zones need the entitlement partial_setup_allowed", "/type");
}

std::expected<Zone, Reply> read_new_zone(const Json& body, const Call& call) {
    Zone zone;
    const Json& name = member(body, "name");
    if (!name.is_string()) return std::unexpected(invalid("name is required", "/name"));
    const auto spelled = read_zone_name(name.get<std::string>());
    if (!spelled)
        return std::unexpected(
            invalid(fmt::format("{} {}", name.get<std::string>(), spelled.error()), "/name"));
    const Json& account_id = member(member(body, "account"), "id");
    if (!account_id.is_string())
        return std::unexpected(invalid("account.id is required", "/account/id"));
    zone.account = call.store.accounts.live().find(account_id.get<std::string>());
    // Not documented; 1001 with the pointer says which field is to blame.
    if (!zone.account)
        return std::unexpected(invalid("account.id names no account of yours", "/account/id"));
    if (!may_write(call, zone.account->id, "zones")) return std::unexpected(forbidden());
    const Json& type = member(body, "type");
    if (!type.is_null() && !is_zone_type(type))
        return std::unexpected(
            invalid("type must be full, partial, secondary or internal", "/type"));
    zone.type = text_at(body, "type", "full");
    if (auto refusal = refuse_type(zone.type, call.settings)) return std::unexpected(*refusal);
    if (auto refusal = refuse_reserved(*spelled)) return std::unexpected(*refusal);
    if (auto refusal = refuse_held(*spelled, zone.account->id, call))
        return std::unexpected(*refusal);
    if (auto refusal = refuse_subdomain(*spelled, call)) return std::unexpected(*refusal);
    if (!call.store.zones.live().named(spelled->ascii).empty())
        return std::unexpected(
            failure(400, 1061, fmt::format("{} already exists", spelled->shown), "/name"));
    const auto most = call.settings.max_pending;
    if (most && pending_zones_of(*zone.account, call.store) >= *most)
        return std::unexpected(failure(400, 1118,
                                       "You have exceeded the limit for adding zones: activate "
                                       "some pending zones first"));
    zone.name = spelled->shown;
    zone.ascii = spelled->ascii;
    return zone;
}

Reply post_zone(const Call& call) {
    const auto body = read_object(call.request);
    if (!body) return body.error();
    auto zone = read_new_zone(*body, call);
    if (!zone) return zone.error();
    zone->id = call.store.new_id();
    zone->sequence = call.store.new_sequence();
    zone->original_name_servers = {"ns1.registrar.example", "ns2.registrar.example"};
    zone->created_on = call.now;
    zone->modified_on = call.now;
    fit_to_type(*zone);
    const std::string text = zone->text();
    // Billing does not know a new zone at once (API reference, section 7, propagation).
    if (call.settings.quirks) call.store.zones_without_billing.insert(zone->id);
    put_zone(call.store, std::move(*zone), call.now);
    return success(text);
}

Reply get_zone(const Call& call) { return success(zone_text(*call.zone, call.now)); }

Reply delete_zone(const Call& call) {
    erase_zone(call.store, call.ids[0], call.now);
    return success(ObjectText{}.text("id", call.ids[0]).take());
}

Refusal change_paused(const Json& value, Zone& zone) {
    if (!value.is_boolean()) return invalid("paused must be true or false", "/paused");
    const bool paused = value.get<bool>();
    if (paused == zone.paused)
        return failure(400, 1022,
                       paused ? "This zone is already paused" : "This zone is already unpaused");
    zone.paused = paused;
    return std::nullopt;
}

// Really for Enterprise only, or where Cloudflare enabled it; here every type is accepted that the
// entitlements allow.
Refusal change_type(const Json& value, const Settings& settings, Zone& zone) {
    if (!is_zone_type(value))
        return invalid("type must be full, partial, secondary or internal", "/type");
    if (auto refusal = refuse_type(value.get<std::string>(), settings)) return refusal;
    zone.type = value.get<std::string>();
    fit_to_type(zone);
    return std::nullopt;
}

Refusal change_vanity_name_servers(const Json& value, Zone& zone) {
    const auto is_text = [](const Json& item) { return item.is_string(); };
    if (!value.is_array() || !std::ranges::all_of(value, is_text))
        return invalid("vanity_name_servers must be an array of strings", "/vanity_name_servers");
    if (zone.plan != "business" && zone.plan != "enterprise")
        return invalid("vanity_name_servers need a Business or Enterprise plan",
                       "/vanity_name_servers");
    zone.vanity_name_servers = value.get<std::vector<std::string>>();
    return std::nullopt;
}

Refusal change(const std::string& property, const Json& value, const Settings& settings,
               Zone& zone) {
    if (property == "paused") return change_paused(value, zone);
    if (property == "type") return change_type(value, settings, zone);
    if (property == "vanity_name_servers") return change_vanity_name_servers(value, zone);
    // Changing the plan here silently does nothing (quirk 17).
    if (property == "plan") return std::nullopt;
    return invalid(fmt::format("{} cannot be changed", property), "/" + property);
}

Reply patch_zone(const Call& call) {
    const auto body = read_object(call.request);
    if (!body) return body.error();
    if (body->size() != 1) return invalid("Exactly one zone property can be changed per request");
    Zone zone = *call.zone;
    if (auto refusal = change(body->begin().key(), *body->begin(), call.settings, zone))
        return *refusal;
    zone.modified_on = call.now;
    const std::string text = zone.text();
    put_zone(call.store, std::move(zone), call.now);
    return success(text);
}

// Every hour for free zones, every five minutes for paid ones (API reference, section 6). The code
// is the one commonly quoted; the reference has none.
Reply check_activation(const Call& call) {
    const Zone& known = *call.zone;
    const bool is_free = known.plan == "free";
    const Duration pause = is_free ? Duration{std::chrono::hours{1}} : std::chrono::minutes{5};
    if (known.checked_on && call.now - *known.checked_on < pause)
        return failure(400, 1224,
                       is_free ? "You may only perform this action once per hour"
                               : "You may only perform this action once every 5 minutes");
    Zone zone = known;
    zone.checked_on = call.now;
    const std::string id = zone.id;
    put_zone(call.store, std::move(zone), call.now);
    return success(ObjectText{}.text("id", id).take());
}

} // namespace

void add_zone_routes(Router& router) {
    router.add("POST", "/zones", needs::caller, post_zone);
    router.add("GET", "/zones/{zone_id}", needs::zone, get_zone);
    router.add("PATCH", "/zones/{zone_id}", needs::zone, patch_zone);
    router.add("DELETE", "/zones/{zone_id}", needs::zone, delete_zone);
    router.add("PUT", "/zones/{zone_id}/activation_check", needs::zone, check_activation);
}

} // namespace tenantry::simulator
