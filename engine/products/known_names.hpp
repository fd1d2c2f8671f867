// Names that Cloudflare's documents have, of lists that are open: another one may be right all the
// same, and one that is nearly one of these is most likely a slip.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::products {

/// Components of plans, as Cloudflare's documents and its public list of rate plans name them (API
/// reference, sections 7, 8 and 19).
inline constexpr std::string_view zone_plan_components[] = {
    "zones", "page_rules", "dedicated_certificates", "dedicated_certificates_custom"};
inline constexpr std::string_view zero_trust_components[] = {"users", "browser_isolation_basic",
                                                             "browser_isolation_adv"};
inline constexpr std::string_view load_balancing_components[] = {"load_balancers",
                                                                 "load_balancing_origins",
                                                                 "load_balancing_pools",
                                                                 "load_balancing_monitors",
                                                                 "load_balancing_monitor_interval",
                                                                 "load_balancing_probe_regions",
                                                                 "load_balancing_geo_routing",
                                                                 "load_balancing_base"};
inline constexpr std::string_view certificate_components[] = {"zones"};

/// Ids of the paid products of accounts.
std::span<const std::string_view> account_plans();

/// `did you mean "business"?` where a plan or a component of one is hardly another than a known
/// one;
/// "" for what is known, and for what is another name altogether.
std::string slip_of_plan(std::string_view name);
std::string slip_of_component(std::string_view name);

} // namespace tenantry::products
