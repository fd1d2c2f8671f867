// What an account has bought for itself (API reference, section 8).
#include "tools/simulator/api/order.hpp"
#include "tools/simulator/api/router.hpp"
#include "tools/simulator/text/json_text.hpp"

namespace tenantry::simulator {
namespace {

// The whole list, with what ended. Whether plans of zones are in it is not known: here they are
// not.
Reply list_account_subscriptions(const Call& call) {
    std::string out = "[";
    for (const auto& item : call.store.subscriptions.listed(call.now).children_of(call.ids[0])) {
        if (out.size() > 1) out += ',';
        out += subscription_json(*item, call.store, call.settings.quirks);
    }
    return success(out + "]");
}

std::expected<Subscription, Reply> read_account_order(const Call& call) {
    const auto order = read_order(call.request);
    if (!order) return std::unexpected(order.error());
    const AccountPlan* plan = account_plan(order->plan);
    if (plan == nullptr) return std::unexpected(no_such_plan());
    if (is_out_of_reach(*plan))
        return std::unexpected(failure(403, 1225, "You do not have access to this product"));
    auto components = unusual_components(*order, plan->components(), false);
    if (!components) return std::unexpected(components.error());
    Subscription subscription;
    subscription.account_id = call.ids[0];
    subscription.plan = plan->id;
    subscription.frequency = order->frequency;
    subscription.components = std::move(*components);
    subscription.started = call.now;
    return subscription;
}

Reply keep_account_subscription(Subscription subscription, const Call& call) {
    const auto item = std::make_shared<const Subscription>(std::move(subscription));
    call.store.subscriptions.put(item, call.now);
    return success(subscription_json(*item, call.store, call.settings.quirks));
}

// What a second POST of a plan does is not known: here the account has it twice, and pays twice.
Reply post_account_subscription(const Call& call) {
    auto wanted = read_account_order(call);
    if (!wanted) return wanted.error();
    wanted->id = call.store.new_id();
    wanted->sequence = call.store.new_sequence();
    count_purchase(call.store.ledger.of_account(call.ids[0], wanted->plan), true, true);
    return keep_account_subscription(std::move(*wanted), call);
}

// Null when the account has no such subscription.
std::shared_ptr<const Subscription> account_subscription_of(const Call& call) {
    auto found = call.store.subscriptions.live().find(call.ids[1]);
    return found && found->account_id == call.ids[0] ? found : nullptr;
}

Reply put_account_subscription(const Call& call) {
    const auto known = account_subscription_of(call);
    if (!known) return failure(404, 1207, "Subscription not found");
    auto wanted = read_account_order(call);
    if (!wanted) return wanted.error();
    wanted->id = known->id;
    wanted->sequence = known->sequence;
    count_purchase(call.store.ledger.of_account(call.ids[0], wanted->plan), false,
                   !wanted->buys_the_same_as(*known));
    return keep_account_subscription(std::move(*wanted), call);
}

// An unknown id succeeds (quirk 23). With --quirks what ended stays in the list.
Reply delete_account_subscription(const Call& call) {
    const auto known = account_subscription_of(call);
    if (known && call.settings.quirks) {
        Subscription ended = *known;
        ended.state = "Cancelled";
        keep_account_subscription(std::move(ended), call);
    } else if (known) {
        call.store.subscriptions.erase(call.ids[1], call.now);
    }
    return success(ObjectText{}.text("subscription_id", call.ids[1]).take());
}

} // namespace

void add_account_subscription_routes(Router& router) {
    router.add("GET", "/accounts/{account_id}/subscriptions", needs::account_billing,
               list_account_subscriptions);
    router.add("POST", "/accounts/{account_id}/subscriptions", needs::account_billing,
               post_account_subscription);
    router.add("PUT", "/accounts/{account_id}/subscriptions/{subscription_identifier}",
               needs::account_billing, put_account_subscription);
    router.add("DELETE", "/accounts/{account_id}/subscriptions/{subscription_identifier}",
               needs::account_billing, delete_account_subscription);
}

} // namespace tenantry::simulator
