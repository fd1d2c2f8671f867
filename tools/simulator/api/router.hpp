// Which handler answers a method and a path. Routes are written as the API reference writes them,
// "/zones/{zone_id}", and each resource adds its own.
#pragma once

#include "tools/simulator/rules/settings.hpp"
#include "tools/simulator/text/request.hpp"
#include "tools/simulator/world/directory.hpp"
#include "tools/simulator/world/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenantry::simulator {

/// All a handler gets: one call of the API, and the world it acts on.
struct Call {
    const Request& request;
    const std::vector<std::string>& ids; // of the path, in order, decoded
    const Caller& caller;
    Store& store;
    Directory& directory;
    const Settings& settings;
    Time now;
};

using Handler = Reply (*)(const Call& call);

struct Route {
    std::string method = {};
    std::string path = {}; // "/zones/{zone_id}"
    Handler handler = nullptr;
    std::vector<std::string> segments = {};
};

/// What the router makes of a request: a route with the ids of its path, or why there is none.
struct Match {
    const Route* route = nullptr;
    std::vector<std::string> ids = {};
    bool empty_id = false;    // "/accounts/" where "/accounts/{account_id}" was meant
    std::string allowed = {}; // methods of the path, when only the method is wrong
    std::string path = {};    // the template of the path, when it is known
};

class Router {
public:
    void add(std::string method, std::string path, Handler handler);
    Match match(std::string_view method, std::string_view path) const;

private:
    std::vector<Route> routes_;
};

/// The reply to a request for which there is no route.
Reply no_route(const Match& match, const Request& request);

// One function for each resource, defined in the file of its handlers.
void add_user_routes(Router& router);
void add_tenant_routes(Router& router);
void add_organization_routes(Router& router);
void add_account_routes(Router& router);
void add_zone_routes(Router& router);
void add_zone_list_routes(Router& router);
void add_member_routes(Router& router);
void add_membership_routes(Router& router);
void add_catalogue_routes(Router& router);
void add_resource_group_routes(Router& router);
void add_zone_subscription_routes(Router& router);
void add_zone_plan_routes(Router& router);
void add_published_plan_routes(Router& router);
void add_account_subscription_routes(Router& router);
void add_service_user_routes(Router& router);
void add_token_routes(Router& router);
void add_account_move_routes(Router& router);
void add_access_user_routes(Router& router);
void add_zone_setting_routes(Router& router);
void add_zone_hold_routes(Router& router);

} // namespace tenantry::simulator
