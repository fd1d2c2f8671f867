#include "tools/simulator/control.hpp"

#include "tools/simulator/json_text.hpp"
#include "tools/simulator/json_value.hpp"
#include "tools/simulator/state.hpp"
#include "tools/simulator/zone_name.hpp"

#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

using Json = nlohmann::json;

Reply plain(std::string body) {
    Reply reply;
    reply.body = std::move(body);
    return reply;
}

Reply plain_failure(int status, std::string_view message) {
    Reply reply = plain(ObjectText{}.text("error", message).take());
    reply.status = status;
    return reply;
}

Reply done() { return plain("{}"); }

Reply no_such_object() { return plain_failure(404, "there is no such object"); }

Reply show_requests(const ControlCall& call) {
    ObjectText endpoints;
    for (const auto& [name, count] : call.count.by_endpoint())
        endpoints.number(name, count);
    return plain(ObjectText{}
                     .number("total", call.count.total())
                     .raw("by_endpoint", endpoints.take())
                     .take());
}

Reply reset_requests(const ControlCall& call) {
    call.count.clear();
    call.faults.restart_count();
    return done();
}

Reply show_state(const ControlCall& call) {
    return plain(ObjectText{}
                     .raw("accounts", accounts_json(call.store))
                     .raw("zones", zones_json(call.store))
                     .take());
}

Reply save(const ControlCall& call) {
    if (call.settings.state_file.empty()) return plain_failure(400, "started without --state");
    const auto saved = save_state(call.store, call.settings.state_file);
    return saved ? done() : plain_failure(500, saved.error());
}

Reply put_faults(const ControlCall& call, const Json& body) {
    FaultPlan plan;
    if (const Json& nth = member(body, "fail_nth"); !nth.is_null()) {
        const std::string how = text_at(body, "how", "500");
        if (auto read = read_fail_nth(plan, fmt::format("{}:{}", nth.dump(), how)); !read)
            return plain_failure(400, read.error());
    }
    if (auto read = read_fault_shares(plan, text_at(body, "fault")); !read)
        return plain_failure(400, read.error());
    call.faults.replace(std::move(plan));
    return done();
}

Reply put_credentials(const ControlCall& call, const Json& body) {
    call.directory.set_revoked(flag_at(body, "revoked"));
    return done();
}

// A new account goes to the first unit unless told otherwise: tests want accounts that can be seen.
Json with_unit(Json account, const Store& store) {
    if (!account.contains("unit") && !account.contains("managed_by") &&
        !flag_at(account, "standalone"))
        account["unit"]["id"] = store.tenants.front().units.front()->tag;
    return account;
}

/// The two kinds of object behind one set of functions: where they are and how they are read.
struct Accounts {
    static const Shelf<Account>& shelf(const Store& store) { return store.accounts.live(); }
    static std::string key(const std::string& name) { return name; }
    static Json completed(Json json, const Store& store) {
        return with_unit(std::move(json), store);
    }

    static Reply put(const Json& json, Store& store, Time now) {
        Account account = account_from(json, store, now);
        const std::string text = full_json(account);
        put_account(store, std::move(account), now);
        return plain(text);
    }
    static void erase(Store& store, const std::string& id, Time now) {
        erase_account(store, id, now);
    }
};

struct Zones {
    static const Shelf<Zone>& shelf(const Store& store) { return store.zones.live(); }
    static std::string key(const std::string& name) { return comparable_name(name); }
    static Json completed(Json json, const Store&) { return json; }

    static Reply put(const Json& json, Store& store, Time now) {
        auto zone = zone_from(json, store, now);
        if (!zone)
            return plain_failure(400, "a zone needs a name and the account.id of an account");
        const std::string text = full_json(*zone);
        put_zone(store, std::move(*zone), now);
        return plain(text);
    }
    static void erase(Store& store, const std::string& id, Time now) { store.zones.erase(id, now); }
};

// "/{id}" or "/by-name/{name}" below the collection: the id it means, empty when it means none.
template<class Kind>
std::string id_in(std::string_view rest, const Store& store) {
    constexpr std::string_view by_name = "/by-name/";
    if (rest.starts_with(by_name)) {
        const auto name = percent_decoded(rest.substr(by_name.size()), false);
        const auto& items = Kind::shelf(store).named(Kind::key(name));
        return items.empty() ? std::string{} : items.front()->id;
    }
    return rest.starts_with('/') ? std::string{rest.substr(1)} : std::string{};
}

template<class Kind>
Reply answer_objects(const ControlCall& call, std::string_view rest) {
    const std::string& method = call.request.method;
    if (method == "POST" && rest.empty()) {
        const auto body = read_object(call.request);
        if (!body) return plain_failure(400, "the body must be a JSON object");
        return Kind::put(Kind::completed(*body, call.store), call.store, call.now);
    }
    const auto known = Kind::shelf(call.store).find(id_in<Kind>(rest, call.store));
    if (!known) return no_such_object();
    if (method == "GET") return plain(full_json(*known));
    if (method == "DELETE") {
        const std::string id = known->id;
        Kind::erase(call.store, id, call.now);
        return done();
    }
    if (method != "PATCH") return plain_failure(405, "GET, PATCH or DELETE");
    const auto body = read_object(call.request);
    if (!body) return plain_failure(400, "the body must be a JSON object");
    Json merged = Json::parse(full_json(*known));
    merged.merge_patch(*body);
    merged["id"] = known->id;
    return Kind::put(merged, call.store, call.now);
}

} // namespace

Reply answer_control(const ControlCall& call) {
    const std::string endpoint = fmt::format("{} {}", call.request.method, call.path);
    if (endpoint == "GET /requests") return show_requests(call);
    if (endpoint == "DELETE /requests") return reset_requests(call);
    if (endpoint == "GET /state") return show_state(call);
    if (endpoint == "POST /save") return save(call);
    if (endpoint == "PUT /faults" || endpoint == "PUT /credentials") {
        const auto body = read_object(call.request);
        if (!body) return plain_failure(400, "the body must be a JSON object");
        return call.path == "/faults" ? put_faults(call, *body) : put_credentials(call, *body);
    }
    constexpr std::string_view accounts = "/accounts";
    constexpr std::string_view zones = "/zones";
    if (call.path.starts_with(accounts))
        return answer_objects<Accounts>(call, call.path.substr(accounts.size()));
    if (call.path.starts_with(zones))
        return answer_objects<Zones>(call, call.path.substr(zones.size()));
    return plain_failure(404, "there is no such control endpoint");
}

} // namespace tenantry::simulator
