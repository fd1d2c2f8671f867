#include "tools/simulator/control/dashboard.hpp"

#include "tools/simulator/text/json_value.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace tenantry::simulator {
namespace {

/// Where the API has the objects of a kind: its list below the account, or the part of a zone.
struct DashboardPath {
    std::string_view control = {}; // below /control
    std::string_view api = {};
    bool of_zone = false;
};

constexpr std::array dashboard_paths = {
    DashboardPath{"/accounts", "", false},
    DashboardPath{"/zones", "", true},
    DashboardPath{"/members", "/members", false},
    DashboardPath{"/subscriptions", "/subscriptions", false},
    DashboardPath{"/access-users", "/access/users", false},
    DashboardPath{"/zone-subscriptions", "/subscription", true},
    DashboardPath{"/zone-settings", "/settings", true},
    DashboardPath{"/zone-holds", "/hold", true},
};

std::string parameter_or(const Fields& query, std::string_view name, std::string_view otherwise) {
    const std::string* text = find_parameter(query, name);
    return text == nullptr ? std::string{otherwise} : *text;
}

AuditActor actor_named(const ControlCall& call) {
    const std::string& administrator = call.settings.email;
    const auto at = std::min(administrator.find('@'), administrator.size());
    AuditActor actor;
    actor.email = parameter_or(call.request.query, "actor", "somebody" + administrator.substr(at));
    actor.context = parameter_or(call.request.query, "context", "dash");
    actor.token_name = parameter_or(call.request.query, "token", "");
    if (const User* user = call.directory.by_email(actor.email)) actor.id = user->id;
    return actor;
}

std::string_view method_of(std::string_view action, bool is_list) {
    if (action == "delete") return "DELETE";
    return is_list ? "POST" : "PATCH";
}

/// The zone that an object is, or is a part of; null where it belongs to an account alone.
std::shared_ptr<const Zone> zone_of(const DashboardPath& path, const Json& object,
                                    const Store& store) {
    if (!path.of_zone) return nullptr;
    const std::string of_part = text_at(member(object, "zone"), "id");
    return store.zones.live().find(of_part.empty() ? text_at(object, "id") : of_part);
}

// The paths of the API that change what was sent: of an account's profile and of each setting of a
// zone their own.
std::vector<std::string> paths_below(const DashboardPath& path, const Json& changes) {
    std::vector<std::string> below;
    if (path.control == "/zone-settings" && changes.is_object())
        for (const auto& [name, value] : changes.items())
            below.push_back("/" + name);
    const bool profile = path.control == "/accounts" && changes.contains("profile");
    if (profile) below.emplace_back("/profile");
    if (below.empty() || (profile && changes.size() > 1)) below.emplace_back();
    return below;
}

} // namespace

void note_at_dashboard(const ObjectKind& kind, std::string_view action, const Json& object,
                       const Json& changes, const ControlCall& call) {
    const auto* path = std::ranges::find(dashboard_paths, kind.path(), &DashboardPath::control);
    if (path == dashboard_paths.end()) return;
    const auto zone = zone_of(*path, object, call.store);
    const std::string id = text_at(object, "id");
    const bool is_account = path->control == "/accounts";
    const std::string account = is_account ? id
                                : zone     ? zone->account->id
                                           : text_at(member(object, "account"), "id");
    if (account.empty()) return;
    const bool is_list = action == "create";
    const std::string top = zone                    ? "/zones/" + zone->id
                            : is_account && is_list ? "/accounts"
                                                    : "/accounts/" + account;
    const bool by_itself = !path->of_zone && !is_account && !is_list;
    for (const std::string& below : paths_below(*path, changes)) {
        AuditEntry entry;
        entry.time = call.now;
        entry.action = action;
        entry.actor = actor_named(call);
        entry.method = method_of(action, is_list);
        entry.uri = "/client/v4" + (path->control == "/zones" && is_list ? "/zones" : top);
        entry.uri += std::string{path->api} + (by_itself ? "/" + id : "") + below;
        entry.resource_id =
            path->control == "/zone-settings" && !below.empty() ? below.substr(1) : id;
        entry.resource_type = path->api.empty() ? path->control.substr(1) : path->api.substr(1);
        if (zone) entry.zone_id = zone->id;
        if (zone) entry.zone_name = zone->name;
        call.store.audit_log.add(account, std::move(entry));
    }
}

} // namespace tenantry::simulator
