#include "tools/simulator/world/subscription.hpp"

#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/world/collection_kind.hpp"
#include "tools/simulator/world/store.hpp"
#include "tools/simulator/world/zone_part_kind.hpp"

namespace tenantry::simulator {
namespace {

/// A zone's plan and an account's, seen alike.
struct PlanView {
    std::string id = {};
    std::string_view public_name = {};
    long long price = 0;
    std::vector<PlanComponent> components = {};
};

/// Without its prices: those of PARTNERS_* plans are in a contract, and the API has 0 for them (API
/// reference, section 19).
PlanView by_contract(PlanView view) {
    view.price = 0;
    for (PlanComponent& component : view.components)
        component.unit_price = 0;
    return view;
}

PlanView view_of(const Subscription& subscription, const Store& store) {
    if (!subscription.zone_id.empty()) {
        const ZonePlan& plan = zone_plan(subscription.plan);
        const Buyer buyer = buyer_at(store, subscription.account_id);
        const std::string id =
            subscription.shown_id.empty() ? shown_plan_id(plan, buyer) : subscription.shown_id;
        const PlanView view{id, plan.public_name, plan.price, plan.components()};
        return buyer == Buyer::reseller ? by_contract(view) : view;
    }
    const AccountPlan* plan = account_plan(subscription.plan);
    if (plan == nullptr) return {subscription.plan, subscription.plan, 0, {}};
    const PlanView view{std::string{plan->id}, plan->public_name, plan->price, plan->components()};
    return plan->is_of_partners() ? by_contract(view) : view;
}

long long component_value(const Subscription& subscription, const PlanComponent& component) {
    const auto found = subscription.components.find(std::string{component.name});
    return found == subscription.components.end() ? component.usual : found->second;
}

long long price_of(const Subscription& subscription, const PlanView& plan) {
    if (subscription.price) return *subscription.price;
    long long monthly = plan.price;
    for (const PlanComponent& component : plan.components)
        monthly += std::max(0LL, component_value(subscription, component) - component.usual) *
                   component.unit_price;
    const Frequency* frequency = frequency_named(subscription.frequency);
    return frequency == nullptr ? monthly : monthly * frequency->factor / 52;
}

std::string component_value_json(const PlanComponent& component, long long value) {
    return ObjectText{}
        .text("name", component.name)
        .number("value", value)
        .number("default", component.usual)
        .number("price", std::max(0LL, value - component.usual) * component.unit_price)
        .text("display_name", component.display_name)
        .text("kind", "sum")
        .take();
}

std::string component_values_json(const Subscription& subscription, const PlanView& plan) {
    std::string out = "[";
    for (const PlanComponent& component : plan.components) {
        if (out.size() > 1) out += ',';
        out += component_value_json(component, component_value(subscription, component));
    }
    return out + "]";
}

std::string rate_plan_json(const PlanView& plan, bool is_zone) {
    return ObjectText{}
        .text("id", plan.id)
        .text("public_name", plan.public_name)
        .text("currency", "USD")
        .text("scope", is_zone ? "zone" : "account")
        .raw("sets", "[]")
        .boolean("is_contract", false)
        .boolean("externally_managed", false)
        .take();
}

// Enterprise accepts a frequency and never shows it; neither does the free plan (section 7).
std::string_view shown_frequency(const Subscription& subscription) {
    if (subscription.is_free_plan()) return "not-applicable";
    if (!subscription.zone_id.empty() && subscription.plan == "enterprise") return "not-applicable";
    return subscription.frequency;
}

Time period_end(const Subscription& subscription) {
    const Frequency* frequency = frequency_named(subscription.frequency);
    return subscription.started + std::chrono::days{frequency == nullptr ? 30 : frequency->days};
}

std::map<std::string, long long> components_from(const nlohmann::json& json) {
    std::map<std::string, long long> out;
    const nlohmann::json& values = member(json, "component_values");
    if (!values.is_array()) return out;
    for (const nlohmann::json& item : values)
        if (!item.contains("default") || number_at(item, "value") != number_at(item, "default"))
            out[text_at(item, "name")] = number_at(item, "value");
    return out;
}

// Empty when the id is no plan of that sort of customer. Past the API a zone can have any id that
// was seen.
std::string_view plan_in(const std::string& id, const Subscription& subscription) {
    if (subscription.zone_id.empty()) {
        const AccountPlan* plan = account_plan(id);
        return plan == nullptr ? std::string_view{} : plan->id;
    }
    const ZonePlan* plan = zone_plan_of(id);
    return plan == nullptr ? std::string_view{} : plan->legacy_id;
}

/// A subscription of a contract, kept as it is: what says which product it is stands beside the
/// plan, whose id says little, and much else is absent (API reference, section 8).
std::string recorded_from(const nlohmann::json& json) {
    if (!member(json, "product").is_object()) return {};
    nlohmann::json kept = json;
    for (const char* own : {"id", "account", "zone", "paid", "fixed_price"})
        kept.erase(own);
    return kept.dump();
}

// The subscription of a zone goes by the zone's id or name.
class ZoneSubscriptionKind final : public ZonePartKind {
public:
    using ZonePartKind::ZonePartKind;

    // Of all zones that have one, also the usual one of a seeded plan.
    std::string write(const Store& store, const Directory&) const override {
        std::string out = "[";
        for (const auto& zone : store.zones.live().all()) {
            const auto subscription = subscription_of(*zone, store);
            if (!subscription) continue;
            if (out.size() > 1) out += ',';
            out += full_json(*subscription, store);
        }
        return out + "]";
    }

    std::expected<void, std::string> read(const nlohmann::json& json,
                                          const WorldAt& world) const override {
        for (const nlohmann::json& item : json) {
            auto made = subscription_from(item, world.store, world.now);
            if (!made || made->zone_id.empty()) continue;
            std::string zone_id = made->zone_id;
            world.store.zone_subscriptions.insert_or_assign(std::move(zone_id), std::move(*made));
        }
        return {};
    }

    std::optional<std::string> show(const std::string& id, const WorldAt& world) const override {
        const auto zone = world.store.zones.live().find(id);
        const auto known = zone ? subscription_of(*zone, world.store) : std::nullopt;
        if (!known) return std::nullopt;
        return full_json(*known, world.store);
    }

    std::expected<std::string, std::string> put(const nlohmann::json& json,
                                                const WorldAt& world) const override {
        Store& store = world.store;
        const auto zone = store.zones.live().find(text_at(member(json, "zone"), "id"));
        auto made = zone ? subscription_from(json, store, world.now) : std::nullopt;
        if (!made)
            return std::unexpected("the subscription of a zone needs the zone.id of a zone and a "
                                   "rate_plan.id that its account can have");
        std::string text = full_json(*made, store);
        put_zone_subscription(store, *zone, std::move(*made), world.now, world.settings);
        return text;
    }

    void erase(const std::string& id, const WorldAt& world) const override {
        const auto zone = world.store.zones.live().find(id);
        if (!zone) return;
        world.store.zone_subscriptions.erase(id);
        Zone changed = *zone;
        changed.plan = "free";
        put_zone(world.store, std::move(changed), world.now);
    }
};

// Those of zones are no objects of the collection.
std::optional<Subscription> account_subscription_from(const nlohmann::json& json, Store& store,
                                                      Time now) {
    auto made = subscription_from(json, store, now);
    return made && made->zone_id.empty() ? std::move(made) : std::nullopt;
}

} // namespace

bool Subscription::buys_the_same_as(const Subscription& other) const {
    return plan == other.plan && frequency == other.frequency && components == other.components &&
           has_ended() == other.has_ended();
}

Buyer buyer_at(const Store& store, const std::string& account_id) {
    const auto account = store.accounts.live().find(account_id);
    return account && account->unit ? buyer_of(store.program) : Buyer::retail;
}

std::string subscription_json(const Subscription& subscription, const Store& store,
                              bool null_zone) {
    if (!subscription.recorded.empty())
        return "{\"id\":" + quoted_text(subscription.id) + "," + subscription.recorded.substr(1);
    const PlanView plan = view_of(subscription, store);
    ObjectText object;
    object.text("id", subscription.id).text("state", subscription.state);
    object.number("price", price_of(subscription, plan)).text("currency", "USD");
    object.text("frequency", shown_frequency(subscription));
    object.text("current_period_start", to_rfc3339(subscription.started));
    object.text("current_period_end", to_rfc3339(period_end(subscription)));
    object.raw("rate_plan", rate_plan_json(plan, !subscription.zone_id.empty()));
    object.raw("component_values", component_values_json(subscription, plan));
    const auto zone = store.zones.live().find(subscription.zone_id);
    if (zone)
        object.raw("zone", ObjectText{}.text("id", zone->id).text("name", zone->name).take());
    else if (null_zone)
        object.null("zone");
    object.raw("app", "{}");
    return object.take();
}

std::string full_json(const Subscription& subscription, const Store& store) {
    std::string out = subscription_json(subscription, store, true);
    out.pop_back();
    out += ",\"account\":" + ObjectText{}.text("id", subscription.account_id).take();
    if (!subscription.recorded.empty()) return out + "}";
    // What the reads do not show of an Enterprise plan.
    out += ",\"paid\":" + quoted_text(subscription.frequency);
    if (subscription.price) out += ",\"fixed_price\":true";
    return out + "}";
}

std::optional<Subscription> subscription_from(const nlohmann::json& json, Store& store, Time now) {
    Subscription subscription;
    const auto zone = store.zones.live().find(text_at(member(json, "zone"), "id"));
    subscription.account_id = zone ? zone->account->id : text_at(member(json, "account"), "id");
    if (!store.accounts.live().find(subscription.account_id)) return std::nullopt;
    if (zone) subscription.zone_id = zone->id;
    const std::string plan = text_at(member(json, "rate_plan"), "id");
    if (!zone) subscription.recorded = recorded_from(json);
    subscription.plan = subscription.recorded.empty() ? plan_in(plan, subscription) : plan;
    if (subscription.plan.empty()) return std::nullopt;
    const Buyer buyer = buyer_at(store, subscription.account_id);
    if (zone && zone_plan_meant(plan, buyer) == nullptr) subscription.shown_id = plan;
    subscription.id = text_at(json, "id");
    if (subscription.id.empty()) subscription.id = store.new_id();
    const auto known = store.subscriptions.live().find(subscription.id);
    subscription.sequence = known ? known->sequence : store.new_sequence();
    const Frequency* shown = frequency_named(text_at(json, "frequency"));
    const Frequency* paid = frequency_named(text_at(json, "paid"));
    if (shown != nullptr)
        subscription.frequency = shown->name;
    else if (paid != nullptr)
        subscription.frequency = paid->name;
    subscription.components = components_from(json);
    subscription.state = text_at(json, "state", "Paid");
    if (flag_at(json, "fixed_price")) subscription.price = number_at(json, "price");
    subscription.started = time_at(json, "current_period_start").value_or(now);
    return subscription;
}

std::optional<Subscription> subscription_of(const Zone& zone, const Store& store) {
    const auto found = store.zone_subscriptions.find(zone.id);
    if (found != store.zone_subscriptions.end()) return found->second;
    if (zone.plan == "free") return std::nullopt;
    Subscription subscription;
    subscription.id.assign(zone.id.rbegin(), zone.id.rend()); // the zone's and nothing else's
    subscription.account_id = zone.account->id;
    subscription.zone_id = zone.id;
    subscription.plan = zone.plan;
    subscription.started = zone.created_on;
    return subscription;
}

void put_zone_subscription(Store& store, const Zone& zone, Subscription subscription, Time now,
                           const Settings& settings) {
    Zone changed = zone;
    changed.plan = subscription.plan;
    if (changed.plan != zone.plan && settings.page_lag.count() > 0) {
        changed.earlier_plan = zone.plan;
        changed.plan_shown_from = now + settings.page_lag;
    }
    if (changed.plan != zone.plan && settings.entitlement_lag.count() > 0) {
        changed.plan_of_settings = plan_of_settings(zone, now);
        changed.plan_in_force_from = now + settings.entitlement_lag;
    }
    store.zone_subscriptions.insert_or_assign(zone.id, std::move(subscription));
    if (changed.plan != zone.plan) put_zone(store, std::move(changed), now);
}

const ObjectKind& subscription_kind() {
    static const CollectionKind<Subscription> kind{{
        .name = "subscriptions",
        .path = "/subscriptions",
        .collection = &Store::subscriptions,
        .to_json = full_json,
        .from_json = account_subscription_from,
        .name_key = [](std::string_view plan) { return std::string{plan}; },
        .lacking = "a subscription needs the account.id of an account and a rate_plan.id that "
                   "accounts can have",
    }};
    return kind;
}

const ObjectKind& zone_subscription_kind() {
    static const ZoneSubscriptionKind kind{"zone_subscriptions", "/zone-subscriptions"};
    return kind;
}

} // namespace tenantry::simulator
