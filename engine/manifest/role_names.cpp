#include "engine/manifest/role_names.hpp"

#include "engine/base/nearest.hpp"

#include <iterator>
#include <vector>

namespace tenantry::manifest {
namespace {

// As Cloudflare's documentation lists the roles of accounts.
constexpr std::string_view role_names[] = {
    "Administrator",
    "Super Administrator - All Privileges",
    "Administrator Read Only",
    "Analytics",
    "Audit Logs Viewer",
    "Billing",
    "Cache Purge",
    "Cloudflare Access",
    "Cloudflare Gateway",
    "Cloudflare Images",
    "Cloudflare R2 Admin",
    "Cloudflare Stream",
    "Cloudflare Workers Admin",
    "Cloudflare Zero Trust",
    "Cloudflare Zero Trust Read Only",
    "DNS",
    "Domain Administrator",
    "Domain Administrator Read Only",
    "Firewall",
    "Load Balancer",
    "Log Share",
    "Log Share Reader",
    "Minimal Account Access",
    "Page Shield",
    "SSL/TLS, Caching, Performance, Page Rules, and Customization",
    "Trust and Safety",
    "Zaraz Admin"};

} // namespace

std::string slip_of_role(std::string_view name) {
    return hint_of_slip(name,
                        std::vector<std::string>(std::begin(role_names), std::end(role_names)));
}

} // namespace tenantry::manifest
