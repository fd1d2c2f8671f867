// What the tenants are entitled to (API reference, section 3): told by --entitlements, shown at
// /tenants/{id}/entitlements, and kept to by the handlers.
#pragma once

#include "tools/simulator/rules/settings.hpp"

#include <string_view>

namespace tenantry::simulator {

/// Whether the tenants have the entitlement of that name.
bool holds(const Settings& settings, std::string_view entitlement);

/// Whether an account of that type may be created.
bool may_have_account_type(const Settings& settings, std::string_view type);

/// Whether a zone may be of that type.
bool may_have_type(const Settings& settings, std::string_view zone_type);

} // namespace tenantry::simulator
