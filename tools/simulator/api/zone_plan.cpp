// Which plans a zone could have: available_rate_plans, and the retail view available_plans (API
// reference, section 7); and what it is entitled to (section 20).
#include "tools/simulator/api/router.hpp"
#include "tools/simulator/text/envelope.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/timestamp.hpp"
#include "tools/simulator/world/zone_setting.hpp"

namespace tenantry::simulator {
namespace {

// Where prices are in a contract, none is told.
std::string available_components_json(const ZonePlan& plan, bool without_prices) {
    std::string out = "[";
    for (const PlanComponent& component : plan.components()) {
        if (out.size() > 1) out += ',';
        out += ObjectText{}
                   .text("name", component.name)
                   .number("default", component.usual)
                   .number("unit_price", without_prices ? 0 : component.unit_price)
                   .take();
    }
    return out + "]";
}

std::string available_rate_plan_json(const ZonePlan& plan, std::string_view id,
                                     bool without_prices) {
    return ObjectText{}
        .text("id", id)
        .text("name", plan.public_name)
        .text("currency", "USD")
        .number("duration", 1)
        .text("frequency", "monthly")
        .raw("components", available_components_json(plan, without_prices))
        .take();
}

// A partner's zone shows what the partner's program can buy: what it shows to a tenant is not
// known.
Reply list_rate_plans(const Call& call) {
    const Buyer buyer = buyer_at(call.store, call.zone->account->id);
    const bool in_contract = buyer == Buyer::reseller;
    std::string out = "[";
    for (const ZonePlan& plan : zone_plans()) {
        const std::string_view id = id_for(plan, buyer);
        if (id.empty()) continue;
        if (out.size() > 1) out += ',';
        out += available_rate_plan_json(plan, id, in_contract);
    }
    return success(out + "]");
}

// What a zone may have, by feature (API reference, section 20): the keys are listed nowhere, so one
// that everybody knows stands for all.
Reply list_zone_entitlements(const Call& call) {
    const ZonePlan& plan = zone_plan(plan_of_settings(*call.zone, call.now));
    const std::string allocation =
        ObjectText{}.text("type", "max_count").number("value", plan.page_rules).take();
    return success("[" +
                   ObjectText{}
                       .text("id", "page_rules")
                       .raw("allocation", allocation)
                       .text("created_date", to_rfc3339(call.zone->created_on))
                       .take() +
                   "]");
}

Reply list_account_entitlements(const Call&) { return success("[]"); }

// With --quirks no plan is ever the zone's (quirk 24).
std::string plan_json(const ZonePlan& plan, const Zone& zone, const Call& call) {
    return retail_plan_json(plan, !call.settings.quirks && plan.legacy_id == zone.plan);
}

Reply list_plans(const Call& call) {
    std::string out = "[";
    for (const ZonePlan& plan : zone_plans()) {
        if (out.size() > 1) out += ',';
        out += plan_json(plan, *call.zone, call);
    }
    return success(out + "]");
}

Reply get_plan(const Call& call) {
    for (const ZonePlan& plan : zone_plans())
        if (plan.catalogue_id == call.ids[1]) return success(plan_json(plan, *call.zone, call));
    return not_found(call.request.path);
}

} // namespace

void add_zone_plan_routes(Router& router) {
    router.add("GET", "/zones/{zone_id}/available_rate_plans", needs::zone_plans, list_rate_plans);
    router.add("GET", "/zones/{zone_id}/entitlements", needs::zone, list_zone_entitlements);
    router.add("GET", "/accounts/{account_id}/entitlements", needs::account,
               list_account_entitlements);
    router.add("GET", "/zones/{zone_id}/available_plans", needs::zone_plans, list_plans);
    router.add("GET", "/zones/{zone_id}/available_plans/{plan_identifier}", needs::zone_plans,
               get_plan);
}

} // namespace tenantry::simulator
