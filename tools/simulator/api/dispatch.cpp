#include "tools/simulator/api/dispatch.hpp"

#include "tools/simulator/api/audit_log.hpp"
#include "tools/simulator/api/rights.hpp"
#include "tools/simulator/text/envelope.hpp"

#include <nlohmann/json.hpp>

namespace tenantry::simulator {
namespace {

// False when it does not exist.
bool find_parent(Call& call, Parent parent) {
    switch (parent) {
    case Parent::none: return true;
    case Parent::account:
        call.account = call.store.accounts.live().find(call.ids[0]);
        return call.account != nullptr;
    case Parent::zone:
        call.zone = call.store.zones.live().find(call.ids[0]);
        return call.zone != nullptr;
    case Parent::tenant:
        call.tenant = call.store.find_tenant(call.ids[0]);
        return call.tenant != nullptr;
    }
    return false;
}

// With --quirks a failure of billing has neither messages nor result (quirk 28).
Reply as_billing_says(Reply reply, const Settings& settings) {
    if (!settings.quirks || reply.status < 400) return reply;
    nlohmann::json body = nlohmann::json::parse(reply.body, nullptr, false);
    if (!body.is_object()) return reply;
    body.erase("messages");
    body.erase("result");
    reply.body = body.dump();
    return reply;
}

} // namespace

Router make_router() {
    Router router;
    add_user_routes(router);
    add_tenant_routes(router);
    add_organization_routes(router);
    add_account_routes(router);
    add_zone_list_routes(router);
    add_zone_routes(router);
    add_member_routes(router);
    add_membership_routes(router);
    add_catalogue_routes(router);
    add_resource_group_routes(router);
    add_zone_subscription_routes(router);
    add_zone_plan_routes(router);
    add_published_plan_routes(router);
    add_account_subscription_routes(router);
    add_service_user_routes(router);
    add_token_routes(router);
    add_account_move_routes(router);
    add_access_user_routes(router);
    add_zone_setting_routes(router);
    add_zone_hold_routes(router);
    add_audit_log_routes(router);
    return router;
}

bool is_public(const Match& match) {
    return match.route != nullptr && match.route->needs.right == Right::nothing;
}

Reply dispatch(Call call, const Match& match) {
    if (match.route == nullptr) return no_route(match, call.request);
    const Needs& needs = match.route->needs;
    if (needs.offered != nullptr && !(call.settings.*needs.offered))
        return not_found(call.request.path);
    const bool is_there = find_parent(call, needs.parent);
    if (auto refusal = refuse_without_rights(call, needs)) return *refusal;
    Reply reply = is_there ? match.route->handler(call) : not_found(call.request.path);
    if (is_there) note_in_audit_log(call, *match.route, reply);
    return needs.is_billing ? as_billing_says(std::move(reply), call.settings) : reply;
}

} // namespace tenantry::simulator
