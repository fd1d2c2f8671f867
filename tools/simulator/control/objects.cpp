#include "tools/simulator/control/objects.hpp"

#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/text/zone_name.hpp"

#include <array>

namespace tenantry::simulator {
namespace {

using Json = nlohmann::json;
using Shown = std::optional<std::string>;
using Put = std::expected<std::string, std::string>;

// "/ID" or "/by-name/NAME": the id it means.
template<class Shelf>
std::string id_in(std::string_view rest, const Shelf& shelf, std::string (*key)(std::string_view)) {
    constexpr std::string_view by_name = "/by-name/";
    if (rest.starts_with(by_name)) {
        const auto name = percent_decoded(rest.substr(by_name.size()), false);
        const auto& items = shelf.named(key(name));
        return items.empty() ? std::string{} : items.front()->id;
    }
    return rest.starts_with('/') ? std::string{rest.substr(1)} : std::string{};
}

std::string as_it_is(std::string_view name) { return std::string{name}; }

// A new account goes to the first unit unless told otherwise: tests want accounts that can be seen.
Json with_unit(Json account, const Store& store) {
    if (!account.contains("unit") && !account.contains("managed_by") &&
        !flag_at(account, "standalone"))
        account["unit"]["id"] = store.tenants.front().units.front()->tag;
    return account;
}

std::string account_id(std::string_view rest, const ControlCall& call) {
    return id_in(rest, call.store.accounts.live(), as_it_is);
}

Shown show_account(const std::string& id, const ControlCall& call) {
    const auto known = call.store.accounts.live().find(id);
    return known ? Shown{full_json(*known)} : std::nullopt;
}

Put put_account_object(const Json& json, const ControlCall& call) {
    const bool is_new = !call.store.accounts.live().find(text_at(json, "id"));
    Account account =
        account_from(is_new ? with_unit(json, call.store) : json, call.store, call.now);
    const std::string text = full_json(account);
    if (is_new) add_creator(call.store, account.id, call.settings.email, call.now);
    put_account(call.store, std::move(account), call.now);
    return text;
}

void erase_account_object(const std::string& id, const ControlCall& call) {
    erase_account(call.store, id, call.now);
}

std::string zone_id(std::string_view rest, const ControlCall& call) {
    return id_in(rest, call.store.zones.live(), comparable_name);
}

Shown show_zone(const std::string& id, const ControlCall& call) {
    const auto known = call.store.zones.live().find(id);
    return known ? Shown{full_json(*known)} : std::nullopt;
}

Put put_zone_object(const Json& json, const ControlCall& call) {
    auto zone = zone_from(json, call.store, call.now);
    if (!zone) return std::unexpected("a zone needs a name and the account.id of an account");
    const std::string text = full_json(*zone);
    // Another plan brings its usual subscription.
    const auto known = call.store.zones.live().find(zone->id);
    if (known && known->plan != zone->plan) call.store.zone_subscriptions.erase(zone->id);
    put_zone(call.store, std::move(*zone), call.now);
    return text;
}

void erase_zone_object(const std::string& id, const ControlCall& call) {
    erase_zone(call.store, id, call.now);
}

/// "/by-account/ACCOUNT_ID/EMAIL", for an address is in many accounts.
struct AddressAt {
    std::string account_id = {};
    std::string email = {};
};

std::optional<AddressAt> address_in(std::string_view rest) {
    constexpr std::string_view by_account = "/by-account/";
    if (!rest.starts_with(by_account)) return std::nullopt;
    rest.remove_prefix(by_account.size());
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos) return AddressAt{};
    return AddressAt{std::string{rest.substr(0, slash)},
                     percent_decoded(rest.substr(slash + 1), false)};
}

std::string member_id(std::string_view rest, const ControlCall& call) {
    make_all_members(call.store);
    const auto address = address_in(rest);
    if (!address) return id_in(rest, call.store.members.live(), lower_ascii);
    const auto known = member_with(call.store, address->account_id, address->email);
    return known ? known->id : std::string{};
}

Shown show_member(const std::string& id, const ControlCall& call) {
    const auto known = call.store.members.live().find(id);
    return known ? Shown{full_json(*known)} : std::nullopt;
}

Put put_member_object(const Json& json, const ControlCall& call) {
    auto made = member_from(json, call.store);
    if (!made) return std::unexpected("a member needs an email and the account.id of an account");
    const std::string text = full_json(*made);
    call.store.members.put(std::make_shared<const Member>(std::move(*made)), call.now);
    return text;
}

void erase_member_object(const std::string& id, const ControlCall& call) {
    call.store.members.erase(id, call.now);
}

std::string subscription_id(std::string_view rest, const ControlCall& call) {
    return id_in(rest, call.store.subscriptions.live(), as_it_is);
}

Shown show_subscription(const std::string& id, const ControlCall& call) {
    const auto known = call.store.subscriptions.live().find(id);
    return known ? Shown{full_json(*known, call.store)} : std::nullopt;
}

Put put_subscription_object(const Json& json, const ControlCall& call) {
    auto made = subscription_from(json, call.store, call.now);
    if (!made || !made->zone_id.empty())
        return std::unexpected("a subscription needs the account.id of an account and a "
                               "rate_plan.id that accounts can have");
    const std::string text = full_json(*made, call.store);
    call.store.subscriptions.put(std::make_shared<const Subscription>(std::move(*made)), call.now);
    return text;
}

void erase_subscription_object(const std::string& id, const ControlCall& call) {
    call.store.subscriptions.erase(id, call.now);
}

// The subscription of a zone goes by the zone's id or name.
Shown show_zone_subscription(const std::string& id, const ControlCall& call) {
    const auto zone = call.store.zones.live().find(id);
    if (!zone) return std::nullopt;
    const auto known = subscription_of(*zone, call.store);
    return known ? Shown{full_json(*known, call.store)} : std::nullopt;
}

Put put_zone_subscription_object(const Json& json, const ControlCall& call) {
    const auto zone = call.store.zones.live().find(text_at(member(json, "zone"), "id"));
    auto made = zone ? subscription_from(json, call.store, call.now) : std::nullopt;
    if (!made)
        return std::unexpected("the subscription of a zone needs the zone.id of a zone and a "
                               "rate_plan.id that its account can have");
    const std::string text = full_json(*made, call.store);
    put_zone_subscription(call.store, *zone, std::move(*made), call.now, call.settings);
    return text;
}

void erase_zone_subscription_object(const std::string& id, const ControlCall& call) {
    const auto zone = call.store.zones.live().find(id);
    if (!zone) return;
    call.store.zone_subscriptions.erase(id);
    Zone changed = *zone;
    changed.plan = "free";
    put_zone(call.store, std::move(changed), call.now);
}

std::string access_user_id(std::string_view rest, const ControlCall& call) {
    const auto address = address_in(rest);
    if (!address) return id_in(rest, call.store.access_users.live(), lower_ascii);
    const auto known = access_user_with(call.store, address->account_id, address->email);
    return known ? known->id : std::string{};
}

Shown show_access_user(const std::string& id, const ControlCall& call) {
    const auto known = call.store.access_users.live().find(id);
    return known ? Shown{full_json(*known)} : std::nullopt;
}

Put put_access_user_object(const Json& json, const ControlCall& call) {
    auto made = access_user_from(json, call.store, call.now);
    if (!made)
        return std::unexpected("an Access user needs an email and the account.id of an account");
    const std::string text = full_json(*made);
    call.store.access_users.put(std::make_shared<const AccessUser>(std::move(*made)), call.now);
    return text;
}

void erase_access_user_object(const std::string& id, const ControlCall& call) {
    call.store.access_users.erase(id, call.now);
}

// The settings and the hold of a zone go by the zone's id or name, as its subscription does.
Shown show_zone_settings(const std::string& id, const ControlCall& call) {
    const auto zone = call.store.zones.live().find(id);
    return zone ? Shown{setting_values_json(*zone, call.store, call.now)} : std::nullopt;
}

Put put_zone_settings_object(const Json& json, const ControlCall& call) {
    const auto zone = call.store.zones.live().find(text_at(json, "id"));
    if (!zone) return std::unexpected("the settings of a zone need its id");
    const Json before = Json::parse(setting_values_json(*zone, call.store, call.now));
    for (const auto& [id, value] : json.items()) {
        const ZoneSetting* setting = find_setting(id);
        if (setting == nullptr && id != "id")
            return std::unexpected("there is no setting '" + id + "'");
    }
    for (const auto& [id, value] : json.items())
        if (member(before, id) != value)
            change_setting(call.store, *zone, *find_setting(id), value, call.now);
    return setting_values_json(*zone, call.store, call.now);
}

void erase_zone_settings_object(const std::string& id, const ControlCall& call) {
    call.store.zone_settings.erase(id);
}

Shown show_zone_hold(const std::string& id, const ControlCall& call) {
    const auto zone = call.store.zones.live().find(id);
    const auto hold = zone ? hold_of(*zone, call.store) : std::nullopt;
    return hold ? Shown{full_json(*hold, id)} : std::nullopt;
}

Put put_zone_hold_object(const Json& json, const ControlCall& call) {
    const std::string id = text_at(json, "id");
    if (!show_zone_hold(id, call)) return std::unexpected("a hold needs the id of a zone");
    const ZoneHold hold = zone_hold_from(json);
    call.store.zone_holds.insert_or_assign(id, hold);
    return full_json(hold, id);
}

void erase_zone_hold_object(const std::string& id, const ControlCall& call) {
    call.store.zone_holds.erase(id);
}

constexpr std::array<ControlKind, 8> kinds = {{
    {"/accounts", account_id, show_account, put_account_object, erase_account_object},
    {"/zones", zone_id, show_zone, put_zone_object, erase_zone_object},
    {"/members", member_id, show_member, put_member_object, erase_member_object},
    {"/subscriptions", subscription_id, show_subscription, put_subscription_object,
     erase_subscription_object},
    {"/zone-subscriptions", zone_id, show_zone_subscription, put_zone_subscription_object,
     erase_zone_subscription_object},
    {"/access-users", access_user_id, show_access_user, put_access_user_object,
     erase_access_user_object},
    {"/zone-settings", zone_id, show_zone_settings, put_zone_settings_object,
     erase_zone_settings_object},
    {"/zone-holds", zone_id, show_zone_hold, put_zone_hold_object, erase_zone_hold_object},
}};

} // namespace

const ControlKind* control_kind(std::string_view path) {
    for (const ControlKind& kind : kinds)
        if (path == kind.path || path.starts_with(std::string{kind.path} + "/")) return &kind;
    return nullptr;
}

} // namespace tenantry::simulator
