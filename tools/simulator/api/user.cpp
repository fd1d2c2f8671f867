// The caller itself: /user, and the tenants it administers at /user/tenants.
#include "tools/simulator/api/router.hpp"
#include "tools/simulator/api/tenant.hpp"
#include "tools/simulator/text/envelope.hpp"
#include "tools/simulator/text/json_text.hpp"

namespace tenantry::simulator {
namespace {

std::optional<std::string> known_name(const std::string& name) {
    return name.empty() ? std::nullopt : std::optional{name};
}

Reply get_user(const Call& call) {
    const User& user = *call.caller.user;
    ObjectText object;
    object.text("id", user.id).text("email", user.email).text("username", user.email);
    object.text_or_null("first_name", known_name(user.first_name));
    object.text_or_null("last_name", known_name(user.last_name));
    object.null("telephone").null("country").null("zipcode");
    object.text("created_on", to_rfc3339(user.created_on));
    object.text("modified_on", to_rfc3339(user.created_on));
    object.boolean("two_factor_authentication_enabled", true);
    object.boolean("two_factor_authentication_locked", false);
    object.boolean("suspended", false);
    return success(object.take());
}

Reply list_tenants(const Call& call) {
    std::string out = "[";
    if (!call.caller.user->is_administrator) return success("[]");
    for (const Tenant& tenant : call.store.tenants) {
        if (out.size() > 1) out += ',';
        // The documentation and the OpenAPI document disagree (API reference, section 13.2).
        out += call.settings.quirks
                   ? documented_tenant_json(tenant, *call.caller.user, call.settings)
                   : organization_json(tenant, call.settings);
    }
    return success(out + "]");
}

} // namespace

void add_user_routes(Router& router) {
    router.add("GET", "/user", needs::person, get_user);
    router.add("GET", "/user/tenants", needs::person, list_tenants);
}

} // namespace tenantry::simulator
