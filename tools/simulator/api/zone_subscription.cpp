// The subscription of a zone, which is its plan (API reference, section 7).
#include "tools/simulator/api/order.hpp"
#include "tools/simulator/api/router.hpp"

namespace tenantry::simulator {
namespace {

// With --quirks once for each new zone (API reference, section 7, propagation).
bool billing_lags_behind(const Zone& zone, const Call& call) {
    return call.store.zones_without_billing.erase(zone.id) > 0;
}

Reply not_ready() { return failure(500, 1000, "An unexpected error occurred"); }

Reply never_subscribed() { return failure(404, 1207, "Subscription not found"); }

Reply zone_subscription_reply(const Subscription& subscription, const Call& call) {
    return success(subscription_json(subscription, call.store, call.settings.quirks));
}

// How a zone without a subscription reads where reads say "free" (quirk 10).
Subscription implied_free(const Zone& zone) {
    Subscription subscription;
    subscription.id = zone.id;
    subscription.account_id = zone.account->id;
    subscription.zone_id = zone.id;
    subscription.plan = "free";
    subscription.state = "Provisioned";
    subscription.started = zone.created_on;
    return subscription;
}

// Every second zone, more or less, and always the same.
bool is_odd_one(const Zone& zone) { return std::string_view{"13579bdf"}.contains(zone.id.back()); }

// Free zones were seen answering 404 and 200; with --quirks every second zone answers the way that
// the documents do not have.
Reply get_zone_subscription(const Call& call) {
    const Zone& zone = *call.zone;
    if (billing_lags_behind(zone, call)) return not_ready();
    const auto known = subscription_of(zone, call.store);
    const bool is_odd = call.settings.quirks && is_odd_one(zone);
    if (!known)
        return is_odd ? zone_subscription_reply(implied_free(zone), call) : never_subscribed();
    if (known->is_free_plan() && is_odd) return never_subscribed();
    return zone_subscription_reply(*known, call);
}

std::expected<Subscription, Reply> read_zone_order(const Zone& zone, const Call& call) {
    const auto order = read_order(call.request);
    if (!order) return std::unexpected(order.error());
    const ZonePlan* plan = zone_plan_meant(order->plan, buyer_at(call.store, zone.account->id));
    if (plan == nullptr) return std::unexpected(no_such_plan());
    auto components = unusual_components(*order, plan->components(), true);
    if (!components) return std::unexpected(components.error());
    Subscription subscription;
    subscription.account_id = zone.account->id;
    subscription.zone_id = zone.id;
    subscription.plan = plan->legacy_id;
    subscription.components = std::move(*components);
    subscription.frequency = order->frequency;
    subscription.started = call.now;
    if (subscription.plan == "free") subscription.state = "Provisioned";
    return subscription;
}

// An Enterprise zone that was downgraded never shows it (quirk 14): the zone stays as it is.
void keep_zone_subscription(const Zone& zone, Subscription subscription, const Call& call) {
    if (call.settings.quirks && zone.plan == "enterprise" && subscription.plan != "enterprise") {
        call.store.zone_subscriptions.insert_or_assign(zone.id, std::move(subscription));
        return;
    }
    put_zone_subscription(call.store, zone, std::move(subscription), call.now, call.settings);
}

// Codes 1213 and 1214 are made up. That POST is for a free zone and PUT for a paid one is
// documented; POST was seen to work for a paid one, too (API reference, section 7), what PUT
// answers for a free one is not known.
Reply wrong_verb(bool is_post) {
    return is_post ? failure(400, 1213, "The zone has a paid subscription already: use PUT")
                   : failure(400, 1214, "The zone has no paid subscription yet: use POST");
}

Reply subscribe(const Call& call, bool is_post) {
    const Zone& zone = *call.zone;
    if (billing_lags_behind(zone, call)) return not_ready();
    Purchases& purchases = call.store.ledger.of_zone(zone.id);
    const auto known = subscription_of(zone, call.store);
    const bool is_paid = known && !known->is_free_plan() && !known->has_ended();
    auto wanted = read_zone_order(zone, call);
    const bool is_wrong_verb = is_post ? is_paid && !call.settings.second_post : !is_paid;
    if (!wanted || is_wrong_verb) {
        ++purchases.refused;
        return wanted ? wrong_verb(is_post) : wanted.error();
    }
    wanted->id = known ? known->id : call.store.new_id();
    wanted->sequence = known ? known->sequence : call.store.new_sequence();
    const bool was_free = !known || known->is_free_plan();
    const bool is_the_same = was_free ? wanted->is_free_plan() : wanted->buys_the_same_as(*known);
    // What works as PUT does buys no second plan.
    count_purchase(purchases, is_post && !is_paid, !is_the_same);
    Reply reply = zone_subscription_reply(*wanted, call);
    keep_zone_subscription(zone, std::move(*wanted), call);
    return reply;
}

Reply post_zone_order(const Call& call) { return subscribe(call, true); }
Reply put_zone_order(const Call& call) { return subscribe(call, false); }

} // namespace

void add_zone_subscription_routes(Router& router) {
    router.add("GET", "/zones/{zone_id}/subscription", needs::zone_billing, get_zone_subscription);
    router.add("POST", "/zones/{zone_id}/subscription", needs::zone_billing, post_zone_order);
    router.add("PUT", "/zones/{zone_id}/subscription", needs::zone_billing, put_zone_order);
}

} // namespace tenantry::simulator
