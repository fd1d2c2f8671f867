// How a tenant reads as JSON, in both of its shapes (API reference, section 3).
#pragma once

#include "tools/simulator/world/directory.hpp"
#include "tools/simulator/world/tenant.hpp"

#include <string>

namespace tenantry::simulator {

/// The tenant with its units, as /tenants/{id} shows it.
std::string tenant_json(const Tenant& tenant, const User& member, const Settings& settings);

/// With memberships and entitlements, too, as the documentation's /user/tenants shows it.
std::string documented_tenant_json(const Tenant& tenant, const User& member,
                                   const Settings& settings);

/// The tenant as an organization, as the OpenAPI document's /user/tenants shows it.
std::string organization_json(const Tenant& tenant, const Settings& settings);

} // namespace tenantry::simulator
