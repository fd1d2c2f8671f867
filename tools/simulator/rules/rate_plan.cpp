#include "tools/simulator/rules/rate_plan.hpp"

#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/zone_name.hpp"

#include <algorithm>
#include <array>

namespace tenantry::simulator {
namespace {

// The ids of the retail plans in zone.plan are those of real zones.
constexpr std::array<ZonePlan, 6> all_zone_plans = {{
    {"free", "0feeeeeeeeeeeeeeeeeeeeeeeeeeeeee", "Free Website", "Free Plan", 0, "",
     "PARTNERS_FREE", "CF_FREE", 3},
    {"lite", "3feeeeeeeeeeeeeeeeeeeeeeeeeeeeee", "Lite Website", "Lite Plan", 10, "monthly", "",
     "CF_LITE", 3},
    {"pro", "1feeeeeeeeeeeeeeeeeeeeeeeeeeeeee", "Pro Website", "Pro Plan", 20, "monthly",
     "PARTNERS_PRO", "CF_PRO_20_20", 20},
    {"pro_plus", "4feeeeeeeeeeeeeeeeeeeeeeeeeeeeee", "Pro Plus Website", "Pro Plus Plan", 40,
     "monthly", "", "CF_PRO_PLUS", 30},
    {"business", "2feeeeeeeeeeeeeeeeeeeeeeeeeeeeee", "Business Website", "Business Plan", 200,
     "monthly", "PARTNERS_BIZ", "CF_BIZ", 50},
    {"enterprise", "94f3b7b768b0458b56d2cac4fe5ec0f9", "Enterprise Website", "Enterprise Plan",
     5000, "", "PARTNERS_ENT", "CF_ENT", 125},
}};

enum class Spelled : unsigned char { as_word, for_resellers, for_agencies, for_msps, for_retail };

struct Spelling {
    std::string_view id; // in lower case
    std::string_view legacy_id;
    Spelled spelled;
};

// The tables of API reference, section 7. Which of the bare lower-case words a partner may send is
// not stated; they are taken from everybody for the plans that can be bought.
constexpr std::array<Spelling, 30> spellings = {{
    {"free", "free", Spelled::as_word},
    {"pro", "pro", Spelled::as_word},
    {"business", "business", Spelled::as_word},
    {"enterprise", "enterprise", Spelled::as_word},
    {"partners_free", "free", Spelled::for_resellers},
    {"partners_pro", "pro", Spelled::for_resellers},
    {"partners_biz", "business", Spelled::for_resellers},
    {"partners_business", "business", Spelled::for_resellers},
    {"partners_ent", "enterprise", Spelled::for_resellers},
    {"partners_enterprise", "enterprise", Spelled::for_resellers},
    {"lite", "lite", Spelled::for_retail},
    {"pro_plus", "pro_plus", Spelled::for_retail},
    {"cf_free", "free", Spelled::for_agencies},
    {"cf_lite", "lite", Spelled::for_retail},
    {"cf_pro", "pro", Spelled::for_retail},
    {"cf_pro_20_20", "pro", Spelled::for_agencies},
    {"cf_pro_plus", "pro_plus", Spelled::for_retail},
    {"cf_biz", "business", Spelled::for_agencies},
    {"cf_business", "business", Spelled::for_retail},
    {"msp_biz", "business", Spelled::for_msps},
    {"cf_ent", "enterprise", Spelled::for_retail},
    {"cf_enterprise", "enterprise", Spelled::for_retail},
    {"cf_prolite", "lite", Spelled::for_retail},
    {"cf_pro_20_5", "pro", Spelled::for_retail},
    {"cf_pro_free", "pro", Spelled::for_retail},
    {"cf_biz_emp", "business", Spelled::for_retail},
    {"cf_biz_free", "business", Spelled::for_retail},
    {"cf_biz_galileo", "business", Spelled::for_retail},
    {"cf_biz_plus", "business", Spelled::for_retail},
    {"cf_ent_trial", "enterprise", Spelled::for_retail},
}};

const Spelling* spelling_of(std::string_view id) {
    const auto found = std::ranges::find(spellings, lower_ascii(id), &Spelling::id);
    return found == spellings.end() ? nullptr : &*found;
}

bool may_spell(Spelled spelled, Buyer buyer) {
    switch (spelled) {
    case Spelled::as_word: return true;
    case Spelled::for_resellers: return buyer == Buyer::reseller;
    case Spelled::for_agencies: return buyer == Buyer::agency || buyer == Buyer::retail;
    case Spelled::for_msps: return buyer == Buyer::msp;
    case Spelled::for_retail: break;
    }
    return buyer == Buyer::retail;
}

// The documented ids (API reference, section 8).
constexpr std::array<AccountPlan, 45> account_plans = {{
    {"PARTNERS_ACCESS_BASIC", "Access Basic", 3},
    {"PARTNERS_ACCESS_ENT", "Access Enterprise", 300},
    {"PARTNERS_ACCESS_PREMIUM", "Access Premium", 5},
    {"TEAMS_ACCESS_ENT", "Access Enterprise", 300},
    {"TEAMS_ACCESS", "Access", 3},
    {"TEAMS_GATEWAY_ENT", "Gateway Enterprise", 300},
    {"TEAMS_GATEWAY", "Gateway", 5},
    {"TEAMS_ENT", "Zero Trust Enterprise", 600},
    {"TEAMS_FREE", "Zero Trust Free", 0},
    {"TEAMS_STANDARD", "Zero Trust Standard", 7},
    {"IMAGES_ENT", "Images Enterprise", 100},
    {"IMAGES_BASIC", "Images", 5},
    {"IMAGE_RESIZING_ENT", "Transformations Enterprise", 90},
    {"IMAGE_RESIZING_BASIC", "Transformations", 9},
    {"PARTNERS_STREAM_ENT", "Stream Enterprise", 500},
    {"PARTNERS_STREAM_BASIC", "Stream", 5},
    {"STREAM_BASIC", "Stream", 5},
    {"PARTNERS_WORKERS_ENT", "Workers Enterprise", 250},
    {"PARTNERS_WORKERS_SS", "Workers", 5},
    {"PARTNERS_WORKERS_BASIC", "Workers Basic", 5},
    {"WORKERS_PAID", "Workers Paid", 5},
    {"API_SHIELD_ZONE", "API Shield", 50},
    {"ADVANCED_CERT_MANAGER", "Advanced Certificate Manager", 10},
    {"ADVANCED_CERT_MANAGER_FREE", "Advanced Certificate Manager Free", 0},
    {"PARTNERS_ZONE_ARGO", "Argo", 5},
    {"ARGO_ZONE_BASIC", "Argo Basic", 5},
    {"PARTNERS_LOAD_BALANCING", "Load Balancing", 5},
    {"PARTNERS_LOAD_BALANCING_ENT", "Load Balancing Enterprise", 150},
    {"LOAD_BALANCING_BASIC_PLUS", "Load Balancing Basic Plus", 5},
    {"BOT_ZONE_ENT", "Bot Management", 400},
    {"BOT_ZONE_ENT_PAYGO", "Bot Management", 400},
    {"BOT_ZONE_ENT_CONTRACT", "Bot Management", 400},
    {"WEB3_ETHEREUM_ENT_CONTRACT", "Ethereum Gateway", 40},
    {"WEB3_ETHEREUM_ENT_PAYGO", "Ethereum Gateway", 40},
    {"WEB3_IPFS_ENT_CONTRACT", "IPFS Gateway", 40},
    {"WEB3_IPFS_ENT_PAYGO", "IPFS Gateway", 40},
    {"WEB3_ETHEREUM_ENT", "Ethereum Gateway", 40},
    {"WEB3_IPFS_ENT", "IPFS Gateway", 40},
    {"PARTNERS_RATE_LIMITING", "Rate Limiting", 5},
    {"PARTNERS_SPECTRUM", "Spectrum", 1},
    {"WAITING_ROOMS_BASIC", "Waiting Room Basic", 20},
    {"WAITING_ROOMS_ADV", "Waiting Room Advanced", 60},
    {"MAGIC_FIREWALL_BASIC", "Magic Firewall", 100},
    {"MAGIC_FIREWALL_ADVANCED", "Magic Firewall Advanced", 200},
    {"MAGIC_WAN", "Magic WAN", 1000},
}};

constexpr std::array<Frequency, 4> frequencies = {{
    {"weekly", 7, 12},
    {"monthly", 30, 52},
    {"quarterly", 91, 156},
    {"yearly", 365, 624},
}};

} // namespace

std::vector<PlanComponent> ZonePlan::components() const {
    return {
        {"zones", "Zones", 1, 0},
        {"page_rules", "Page Rules", page_rules, 1},
        {"dedicated_certificates", "Dedicated Certificates", 0, 5},
        {"dedicated_certificates_custom", "Dedicated Certificates with Custom Hostnames", 0, 10}};
}

std::span<const ZonePlan> zone_plans() { return all_zone_plans; }

const ZonePlan& zone_plan(std::string_view legacy_id) {
    const auto found = std::ranges::find(all_zone_plans, legacy_id, &ZonePlan::legacy_id);
    return found == all_zone_plans.end() ? all_zone_plans.front() : *found;
}

Buyer buyer_of(Program program) {
    switch (program) {
    case Program::reseller: break;
    case Program::agency: return Buyer::agency;
    case Program::msp: return Buyer::msp;
    }
    return Buyer::reseller;
}

std::string_view id_for(const ZonePlan& plan, Buyer buyer) {
    const auto is = [&plan](std::string_view legacy_id) { return plan.legacy_id == legacy_id; };
    switch (buyer) {
    case Buyer::reseller: return plan.partner_id;
    case Buyer::agency: return is("free") || is("pro") || is("business") ? plan.retail_id : "";
    case Buyer::msp: return is("business") ? "msp_biz" : "";
    case Buyer::retail: break;
    }
    return plan.retail_id;
}

const ZonePlan* zone_plan_meant(std::string_view id, Buyer buyer) {
    const Spelling* spelling = spelling_of(id);
    if (spelling == nullptr || !may_spell(spelling->spelled, buyer)) return nullptr;
    const ZonePlan& plan = zone_plan(spelling->legacy_id);
    return id_for(plan, buyer).empty() ? nullptr : &plan;
}

const ZonePlan* zone_plan_of(std::string_view id) {
    const Spelling* spelling = spelling_of(id);
    return spelling == nullptr ? nullptr : &zone_plan(spelling->legacy_id);
}

std::string shown_plan_id(const ZonePlan& plan, Buyer buyer) {
    // "free" after a downgrade, "enterprise" for partners_ent: API reference, section 7.
    if (plan.legacy_id == "free" || plan.legacy_id == "enterprise")
        return std::string{plan.legacy_id};
    const std::string_view id = id_for(plan, buyer);
    return std::string{id.empty() ? plan.retail_id : id};
}

std::string retail_plan_json(const ZonePlan& plan, bool is_subscribed) {
    return ObjectText{}
        .text("id", plan.catalogue_id)
        .text("name", plan.name)
        // A contract has no list price.
        .number("price", plan.legacy_id == "enterprise" ? 0 : plan.price)
        .text("currency", "USD")
        .text("frequency", plan.list_frequency)
        .boolean("is_subscribed", is_subscribed)
        .boolean("can_subscribe", false)
        .text("legacy_id", plan.legacy_id)
        .boolean("legacy_discount", false)
        .boolean("externally_managed", false)
        .take();
}

// TEAMS_STANDARD, ADVANCED_CERT_MANAGER and PARTNERS_LOAD_BALANCING as API reference, section 19,
// has them; the others are samples.
std::vector<PlanComponent> AccountPlan::components() const {
    if (id == "PARTNERS_LOAD_BALANCING")
        return {{"load_balancers", "Load Balancers", 20, 5},
                {"load_balancing_origins", "Origins", 6, 5},
                {"load_balancing_pools", "Pools", 5, 5},
                {"load_balancing_monitors", "Monitors", 5, 5},
                {"load_balancing_monitor_interval", "Monitor Interval", 60, 0},
                {"load_balancing_probe_regions", "Probe Regions", 1, 5},
                {"load_balancing_geo_routing", "Geo Routing", 0, 10},
                {"load_balancing_base", "Base", 1, 0}};
    if (id.contains("LOAD_BALANCING")) return {{"load_balancing_endpoints", "Endpoints", 2, 5}};
    if (id == "TEAMS_STANDARD")
        return {{"users", "Seats", 1, 7},
                {"browser_isolation_basic", "Browser Isolation", 0, 5},
                {"browser_isolation_adv", "Advanced Browser Isolation", 0, 10}};
    if (id.starts_with("TEAMS_") || id.starts_with("PARTNERS_ACCESS"))
        return {{"users", "Seats", 50, 3}};
    if (id.starts_with("ADVANCED_CERT_MANAGER")) return {{"zones", "Zones", 1, 0}};
    return {};
}

const AccountPlan* account_plan(std::string_view id) {
    const auto same = [lower = lower_ascii(id)](const AccountPlan& plan) {
        return lower_ascii(plan.id) == lower;
    };
    const auto found = std::ranges::find_if(account_plans, same);
    return found == account_plans.end() ? nullptr : &*found;
}

bool is_out_of_reach(const AccountPlan& plan) { return plan.id == "MAGIC_WAN"; }

const Frequency* frequency_named(std::string_view name) {
    if (name == "annual") return frequency_named("yearly");
    const auto found = std::ranges::find(frequencies, name, &Frequency::name);
    return found == frequencies.end() ? nullptr : &*found;
}

} // namespace tenantry::simulator
