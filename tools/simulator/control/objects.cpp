#include "tools/simulator/control/objects.hpp"

#include "tools/simulator/control/dashboard.hpp"
#include "tools/simulator/control/reply.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/world/state.hpp"

namespace tenantry::simulator {
namespace {

constexpr std::string_view by_name = "/by-name/";
constexpr std::string_view by_account = "/by-account/"; // an address is in many accounts

// "/ID", "/by-name/NAME" or "/by-account/ACCOUNT_ID/EMAIL": the id it means; empty for none.
std::string id_meant(const ObjectKind& kind, std::string_view rest, Store& store) {
    kind.complete(store);
    if (rest.starts_with(by_name))
        return kind.id_named(store, percent_decoded(rest.substr(by_name.size()), false));
    if (rest.starts_with(by_account)) {
        rest.remove_prefix(by_account.size());
        const auto slash = rest.find('/');
        if (slash == std::string_view::npos) return {};
        return kind.id_at_account(store, std::string{rest.substr(0, slash)},
                                  percent_decoded(rest.substr(slash + 1), false));
    }
    return rest.starts_with('/') ? std::string{rest.substr(1)} : std::string{};
}

Reply put_object(const ObjectKind& kind, const nlohmann::json& json, std::string_view action,
                 const nlohmann::json& changes, const ControlCall& call) {
    auto put = kind.put(json, call.world());
    if (!put) return plain_failure(400, put.error());
    note_at_dashboard(kind, action, nlohmann::json::parse(*put), changes, call);
    return plain(std::move(*put));
}

Reply patch_object(const ObjectKind& kind, const std::string& known, const ControlCall& call) {
    auto body = read_object(call.request);
    if (!body) return no_object_in_body();
    // A price that is told stays, whatever the plan costs.
    if (body->contains("price")) (*body)["fixed_price"] = true;
    const nlohmann::json changes = *body;
    nlohmann::json merged = nlohmann::json::parse(known);
    const nlohmann::json id = member(merged, "id");
    merged.merge_patch(*body);
    merged["id"] = id;
    return put_object(kind, merged, "update", changes, call);
}

} // namespace

const ObjectKind* kind_at(std::string_view path) {
    for (const StatePart* part : state_parts()) {
        const ObjectKind* kind = part->as_objects();
        if (kind == nullptr || !path.starts_with(kind->path())) continue;
        const std::string_view rest = path.substr(kind->path().size());
        if (rest.empty() || rest.starts_with('/')) return kind;
    }
    return nullptr;
}

Reply answer_objects(const ObjectKind& kind, const ControlCall& call) {
    const std::string_view rest = call.path.substr(kind.path().size());
    const std::string& method = call.request.method;
    if (method == "POST" && rest.empty()) {
        const auto body = read_object(call.request);
        if (!body) return no_object_in_body();
        return put_object(kind, *body, "create", *body, call);
    }
    const std::string id = id_meant(kind, rest, call.store);
    const auto known = kind.show(id, call.world());
    if (!known) return plain_failure(404, "there is no such object");
    if (method == "GET") return plain(*known);
    if (method == "DELETE") {
        const nlohmann::json object = nlohmann::json::parse(*known);
        note_at_dashboard(kind, "delete", object, nlohmann::json::object(), call);
        kind.erase(id, call.world());
        return done();
    }
    if (method == "PATCH") return patch_object(kind, *known, call);
    return plain_failure(405, "GET, PATCH or DELETE");
}

} // namespace tenantry::simulator
