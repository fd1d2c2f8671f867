#include "tools/simulator/rules/entitlements.hpp"

#include <algorithm>

namespace tenantry::simulator {

bool holds(const Settings& settings, std::string_view entitlement) {
    return std::ranges::find(settings.entitlements, entitlement) != settings.entitlements.end();
}

bool may_have_account_type(const Settings& settings, std::string_view type) {
    return std::ranges::find(settings.account_types, type) != settings.account_types.end();
}

bool may_have_type(const Settings& settings, std::string_view zone_type) {
    return zone_type != "partial" || holds(settings, "partial_setup_allowed") ||
           holds(settings, "cname_setup_allowed");
}

} // namespace tenantry::simulator
