#include "engine/products/known_names.hpp"

#include "engine/base/nearest.hpp"
#include "engine/products/plan_class.hpp"

namespace tenantry::products {
namespace {

// The ids that Cloudflare's partner documents name; they call them samples.
constexpr std::string_view account_ids[] = {
    "PARTNERS_ACCESS_BASIC",
    "PARTNERS_ACCESS_ENT",
    "PARTNERS_ACCESS_PREMIUM",
    "TEAMS_ACCESS_ENT",
    "TEAMS_ACCESS",
    "TEAMS_GATEWAY_ENT",
    "TEAMS_GATEWAY",
    "TEAMS_ENT",
    "TEAMS_FREE",
    "TEAMS_STANDARD",
    "IMAGES_ENT",
    "IMAGES_BASIC",
    "IMAGE_RESIZING_ENT",
    "IMAGE_RESIZING_BASIC",
    "PARTNERS_STREAM_ENT",
    "PARTNERS_STREAM_BASIC",
    "STREAM_BASIC",
    "PARTNERS_WORKERS_ENT",
    "PARTNERS_WORKERS_SS",
    "PARTNERS_WORKERS_BASIC",
    "WORKERS_PAID",
    "API_SHIELD_ZONE",
    "ADVANCED_CERT_MANAGER",
    "ADVANCED_CERT_MANAGER_FREE",
    "PARTNERS_ZONE_ARGO",
    "ARGO_ZONE_BASIC",
    "PARTNERS_LOAD_BALANCING",
    "PARTNERS_LOAD_BALANCING_ENT",
    "LOAD_BALANCING_BASIC_PLUS",
    "BOT_ZONE_ENT",
    "BOT_ZONE_ENT_PAYGO",
    "BOT_ZONE_ENT_CONTRACT",
    "WEB3_ETHEREUM_ENT",
    "WEB3_IPFS_ENT",
    "WEB3_ETHEREUM_ENT_CONTRACT",
    "WEB3_IPFS_ENT_CONTRACT",
    "WEB3_ETHEREUM_ENT_PAYGO",
    "WEB3_IPFS_ENT_PAYGO",
    "PARTNERS_RATE_LIMITING",
    "PARTNERS_SPECTRUM",
    "WAITING_ROOMS_BASIC",
    "WAITING_ROOMS_ADV",
    "MAGIC_FIREWALL_BASIC",
    "MAGIC_FIREWALL_ADVANCED",
    "MAGIC_WAN",
};

constexpr std::string_view zone_plan_names[] = {
    "free",         "pro",          "business", "enterprise",   "PARTNERS_FREE", "PARTNERS_PRO",
    "PARTNERS_BIZ", "PARTNERS_ENT", "CF_FREE",  "CF_PRO_20_20", "CF_BIZ",        "msp_biz"};

using KnownNames = std::vector<std::string>;

KnownNames all_of(std::initializer_list<std::span<const std::string_view>> lists) {
    KnownNames names;
    for (const auto list : lists)
        names.insert(names.end(), list.begin(), list.end());
    return names;
}

} // namespace

std::span<const std::string_view> account_plans() { return account_ids; }

std::string slip_of_plan(std::string_view name) {
    if (plan_rank(plan_class(name))) return {};
    return hint_of_slip(name, all_of({zone_plan_names, account_ids}));
}

std::string slip_of_component(std::string_view name) {
    return hint_of_slip(
        name, all_of({zone_plan_components, zero_trust_components, load_balancing_components}));
}

} // namespace tenantry::products
