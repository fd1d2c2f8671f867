#include "tools/simulator/control/control.hpp"

#include "tools/simulator/control/audit.hpp"
#include "tools/simulator/control/callers.hpp"
#include "tools/simulator/control/objects.hpp"
#include "tools/simulator/control/reply.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/world/state.hpp"

#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

constexpr std::string_view identities_path = "/identities/";

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
    call.identities.clear();
    call.faults.restart_count();
    return done();
}

Reply show_state(const ControlCall& call) {
    for (const StatePart* part : state_parts())
        if (const ObjectKind* kind = part->as_objects()) kind->complete(call.store);
    ObjectText shown;
    for (const StatePart* part : state_parts())
        if (part->is_shown()) shown.raw(part->name(), part->write(call.store, call.directory));
    return plain(shown.take());
}

Reply save(const ControlCall& call) {
    if (call.settings.state_file.empty()) return plain_failure(400, "started without --state");
    const auto saved = save_state(call.store, call.directory, call.settings.state_file);
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
    for (const Json& answer : member(body, "answers")) {
        auto scripted = scripted_from(answer);
        if (!scripted) return plain_failure(400, scripted.error());
        plan.answers.push_back(std::move(*scripted));
    }
    call.faults.replace(std::move(plan));
    return done();
}

Reply put_credentials(const ControlCall& call, const Json& body) {
    call.directory.set_revoked(flag_at(body, "revoked"));
    return done();
}

Reply answer_made(const Made& made) {
    return made ? plain(*made) : plain_failure(400, made.error());
}

Reply answer_with_body(const ControlCall& call) {
    const auto body = read_object(call.request);
    if (!body) return no_object_in_body();
    if (call.path == "/faults") return put_faults(call, *body);
    if (call.path == "/users") return answer_made(make_user(call, *body));
    if (call.path == "/account-tokens") return answer_made(make_account_token(call, *body));
    if (call.path.starts_with(identities_path)) {
        const auto label = percent_decoded(call.path.substr(identities_path.size()), false);
        return answer_made(put_identity_fault(call, label, *body));
    }
    return put_credentials(call, *body);
}

bool has_body_of_its_own(const ControlCall& call, std::string_view endpoint) {
    if (call.request.method == "PUT" && call.path.starts_with(identities_path)) return true;
    return endpoint == "PUT /faults" || endpoint == "PUT /credentials" ||
           endpoint == "POST /users" || endpoint == "POST /account-tokens";
}

} // namespace

Reply answer_control(const ControlCall& call) {
    const std::string endpoint = fmt::format("{} {}", call.request.method, call.path);
    if (endpoint == "GET /requests") return show_requests(call);
    if (endpoint == "DELETE /requests") return reset_requests(call);
    if (endpoint == "GET /rates") return plain(call.identities.rates_json());
    if (endpoint == "GET /state") return show_state(call);
    if (endpoint == "POST /save") return save(call);
    if (endpoint == "GET /audit") return plain(audit_json(call.store));
    if (endpoint == "DELETE /audit") {
        call.store.ledger.clear();
        return done();
    }
    if (has_body_of_its_own(call, endpoint)) return answer_with_body(call);
    if (const ObjectKind* kind = kind_at(call.path)) return answer_objects(*kind, call);
    return plain_failure(404, "there is no such control endpoint");
}

} // namespace tenantry::simulator
