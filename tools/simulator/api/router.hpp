// Which handler answers a method and a path, and what has to be before it is asked. Routes are
// written as the API reference writes them, "/zones/{zone_id}", and each resource adds its own.
#pragma once

#include "tools/simulator/rules/settings.hpp"
#include "tools/simulator/text/request.hpp"
#include "tools/simulator/world/directory.hpp"
#include "tools/simulator/world/store.hpp"

#include <cstdint>
#include <memory>
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
    // What the path is below, as it was when the call came: there when the route's needs say so.
    std::shared_ptr<const Account> account = {};
    std::shared_ptr<const Zone> zone = {};
    const Tenant* tenant = nullptr;
    std::string_view ray = {}; // what the reply will go by (CF-Ray)
};

using Handler = Reply (*)(const Call& call);

/// What the first id of a path names: its handler is asked only when that exists.
enum class Parent : std::uint8_t { none, account, zone, tenant };

/// Who may use a route, besides the administrators of the tenants, who may use all.
enum class Right : std::uint8_t {
    nothing,        // open to everybody, and in nobody's window (API reference, section 19)
    caller,         // whoever has a valid credential; the handler looks closer
    person,         // no token of an account: it has no e-mail, no invitations, no tenants
    area,           // whom the roles grant the area: GET reads it, all else writes it
    members,        // GET as before; all else is for those who manage members
    administrators, // nobody (API reference, section 2)
};

/// What has to be before the handler of a route is asked.
struct Needs {
    Parent parent = Parent::none;
    Right right = Right::caller;
    std::string_view area = {};         // of the parent's account
    bool Settings::* offered = nullptr; // the setting without which there is no such route
    bool is_billing = false;            // its failures read as billing writes them
};

namespace needs {

inline constexpr Needs nothing = {.right = Right::nothing};
inline constexpr Needs caller = {};
inline constexpr Needs person = {.right = Right::person};
inline constexpr Needs organizations = {.offered = &Settings::organizations};
inline constexpr Needs tenant = {Parent::tenant, Right::administrators};

inline constexpr Needs account = {Parent::account, Right::area, "organization"};
inline constexpr Needs members = {Parent::account, Right::members, "organization"};
inline constexpr Needs administrator_of_account = {Parent::account, Right::administrators};
inline constexpr Needs account_billing = {Parent::account, Right::area, "billing", nullptr, true};

inline constexpr Needs zone = {Parent::zone, Right::area, "zones"};
inline constexpr Needs zone_settings = {Parent::zone, Right::area, "zone_settings"};
inline constexpr Needs all_zone_settings = {Parent::zone, Right::area, "zone_settings",
                                            &Settings::bulk_settings};
inline constexpr Needs zone_plans = {Parent::zone, Right::area, "billing"};
inline constexpr Needs zone_billing = {Parent::zone, Right::area, "billing", nullptr, true};

} // namespace needs

struct Route {
    std::string method = {};
    std::string path = {}; // "/zones/{zone_id}"
    Needs needs = {};
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
    void add(std::string method, std::string path, const Needs& needs, Handler handler);
    Match match(std::string_view method, std::string_view path) const;

    const std::vector<Route>& routes() const { return routes_; }

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
void add_audit_log_routes(Router& router);
void add_zone_setting_routes(Router& router);
void add_zone_hold_routes(Router& router);

} // namespace tenantry::simulator
