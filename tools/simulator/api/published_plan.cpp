// The public catalogue of rate plans (API reference, section 19). It needs no credential; of most
// plans it has nothing here, because their values were not seen.
#include "tools/simulator/api/router.hpp"
#include "tools/simulator/text/envelope.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/zone_name.hpp"

#include <array>

namespace tenantry::simulator {
namespace {

struct PublishedComponent {
    std::string_view plan = {};
    std::string_view plan_name = {};
    std::string_view name = {};
    long long usual = 0;
    long long least = 0;
    long long most = 0;
    long long price = 0; // of each, or of all where there is one number only
};

// Values seen in a public collection of its answers; where none was seen, the least is the usual.
constexpr std::array<PublishedComponent, 23> published_components = {{
    {"PARTNERS_PRO", "Pro Plan", "page_rules", 20, 20, 20, 0},
    {"PARTNERS_PRO", "Pro Plan", "zones", 1, 1, 1, 0},
    {"PARTNERS_BIZ", "Business Plan", "page_rules", 50, 50, 50, 0},
    {"PARTNERS_BIZ", "Business Plan", "zones", 1, 1, 1, 0},
    {"PARTNERS_ENT", "Enterprise Plan", "page_rules", 125, 125, 125, 0},
    {"PARTNERS_ENT", "Enterprise Plan", "zones", 1, 1, 1, 0},
    {"CF_PRO_20_20", "Pro Plan", "page_rules", 20, 20, 100, 1},
    {"CF_PRO_20_20", "Pro Plan", "zones", 1, 1, 1, 20},
    {"CF_BIZ", "Business Plan", "page_rules", 50, 50, 100, 1},
    {"CF_BIZ", "Business Plan", "zones", 1, 1, 1, 200},
    {"PARTNERS_LOAD_BALANCING", "Load Balancing", "load_balancers", 20, 20, 50, 0},
    {"PARTNERS_LOAD_BALANCING", "Load Balancing", "load_balancing_origins", 6, 6, 6, 0},
    {"PARTNERS_LOAD_BALANCING", "Load Balancing", "load_balancing_pools", 5, 5, 20, 0},
    {"PARTNERS_LOAD_BALANCING", "Load Balancing", "load_balancing_monitors", 5, 5, 20, 0},
    {"PARTNERS_LOAD_BALANCING", "Load Balancing", "load_balancing_monitor_interval", 60, 60, 60, 0},
    {"PARTNERS_LOAD_BALANCING", "Load Balancing", "load_balancing_probe_regions", 1, 1, 1, 0},
    {"PARTNERS_LOAD_BALANCING", "Load Balancing", "load_balancing_geo_routing", 0, 0, 1, 0},
    {"PARTNERS_LOAD_BALANCING", "Load Balancing", "load_balancing_base", 1, 1, 1, 0},
    {"TEAMS_STANDARD", "Zero Trust Standard", "users", 1, 1, 100'000'000, 7},
    {"TEAMS_STANDARD", "Zero Trust Standard", "browser_isolation_basic", 0, 0, 100'000'000, 5},
    {"TEAMS_STANDARD", "Zero Trust Standard", "browser_isolation_adv", 0, 0, 100'000'000, 10},
    {"ADVANCED_CERT_MANAGER", "Advanced Certificate Manager", "zones", 1, 1, 1, 10},
    {"ADVANCED_CERT_MANAGER_FREE", "Advanced Certificate Manager Free", "zones", 1, 1, 1, 0},
}};

std::string published_component_json(const PublishedComponent& component) {
    const bool fixed = component.least == component.most;
    const std::string tier = ObjectText{}
                                 .number("lowerThreshold", component.least)
                                 .number("upperThreshold", component.most)
                                 .text("pricingType", fixed ? "fixed" : "unit")
                                 .number("price", component.price)
                                 .take();
    return ObjectText{}
        .text("name", component.name)
        .text("publicName", component.name)
        .text("type", "quantity")
        .text("chargeType", "subscription")
        .text("chargeModel", fixed ? "flat" : "tiered")
        .number("defaultQuantity", component.usual)
        .raw("features", "[]")
        .raw("tiers", "[" + tier + "]")
        .take();
}

Reply get_published_plan(const Call& call) {
    const std::string key = lower_ascii(call.ids[0]);
    std::string components;
    const PublishedComponent* first = nullptr;
    for (const PublishedComponent& component : published_components) {
        if (lower_ascii(component.plan) != key) continue;
        if (first == nullptr) first = &component;
        components += (components.empty() ? "" : ",") + published_component_json(component);
    }
    if (first == nullptr) return not_found(call.request.path);
    return success(ObjectText{}
                       .text("id", first->plan)
                       .text("public_name", first->plan_name)
                       .text("currency", "USD")
                       .raw("components", "[" + components + "]")
                       .take());
}

} // namespace

void add_published_plan_routes(Router& router) {
    router.add("GET", "/billing/rate_plans/{public_key}", needs::nothing, get_published_plan);
}

} // namespace tenantry::simulator
