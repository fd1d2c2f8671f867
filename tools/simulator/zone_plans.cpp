// Which plans a zone could have: available_rate_plans, and the retail view available_plans (API
// reference, section 7).
#include "tools/simulator/envelope.hpp"
#include "tools/simulator/json_text.hpp"
#include "tools/simulator/router.hpp"

namespace tenantry::simulator {
namespace {

std::shared_ptr<const Zone> zone_of(const Call& call) {
    return call.store.zones.live().find(call.ids[0]);
}

std::string components_json(const ZonePlan& plan) {
    std::string out = "[";
    for (const PlanComponent& component : plan.components()) {
        if (out.size() > 1) out += ',';
        out += ObjectText{}
                   .text("name", component.name)
                   .number("default", component.usual)
                   .number("unit_price", component.unit_price)
                   .take();
    }
    return out + "]";
}

std::string rate_plan_json(const ZonePlan& plan, std::string_view id) {
    return ObjectText{}
        .text("id", id)
        .text("name", plan.public_name)
        .text("currency", "USD")
        .number("duration", 1)
        .text("frequency", "monthly")
        .raw("components", components_json(plan))
        .take();
}

// A partner's zone shows the partner's plans: what it shows to a tenant is not known.
Reply list_rate_plans(const Call& call) {
    const auto zone = zone_of(call);
    if (!zone) return not_found(call.request.path);
    const bool partner = zone->account->unit != nullptr;
    std::string out = "[";
    for (const ZonePlan& plan : zone_plans()) {
        const std::string_view id = partner ? plan.partner_id : plan.retail_id;
        if (id.empty()) continue;
        if (out.size() > 1) out += ',';
        out += rate_plan_json(plan, id);
    }
    return success(out + "]");
}

// With --quirks no plan is ever the zone's (quirk 24).
std::string plan_json(const ZonePlan& plan, const Zone& zone, const Call& call) {
    return retail_plan_json(plan, !call.settings.quirks && plan.legacy_id == zone.plan);
}

Reply list_plans(const Call& call) {
    const auto zone = zone_of(call);
    if (!zone) return not_found(call.request.path);
    std::string out = "[";
    for (const ZonePlan& plan : zone_plans()) {
        if (out.size() > 1) out += ',';
        out += plan_json(plan, *zone, call);
    }
    return success(out + "]");
}

Reply get_plan(const Call& call) {
    const auto zone = zone_of(call);
    if (!zone) return not_found(call.request.path);
    for (const ZonePlan& plan : zone_plans())
        if (plan.catalogue_id == call.ids[1]) return success(plan_json(plan, *zone, call));
    return not_found(call.request.path);
}

} // namespace

void add_zone_plan_routes(Router& router) {
    router.add("GET", "/zones/{zone_id}/available_rate_plans", list_rate_plans);
    router.add("GET", "/zones/{zone_id}/available_plans", list_plans);
    router.add("GET", "/zones/{zone_id}/available_plans/{plan_identifier}", get_plan);
}

} // namespace tenantry::simulator
