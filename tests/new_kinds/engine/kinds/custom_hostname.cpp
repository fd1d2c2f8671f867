// A plain kind: a list in its parent, found by name. (Cloudflare for SaaS: POST and PATCH
// /zones/{zone_id}/custom_hostnames.)
#include "engine/model/answer.hpp"
#include "engine/model/kind.hpp"

#include <string>

namespace tenantry::kinds {
namespace {

constexpr ListCall lists[] = {{.path = "/zones/{zone}/custom_hostnames"}};

std::optional<LiveObject> from_api(const Json& item) {
    LiveObject object;
    const Answer answer(item, object);
    object.id = answer.id("id");
    object.name = answer.key("hostname");
    object.fields.emplace_back("hostname", object.name);
    answer.take_text("custom_origin_server", "origin");
    return object;
}

std::vector<Call> calls(const Change& change) {
    const bool creates = change.action == Action::create;
    Call call{.method = creates ? Method::post : Method::patch,
              .path = creates ? "/zones/{zone}/custom_hostnames"
                              : "/zones/{zone}/custom_hostnames/{custom_hostname}"};
    if (creates) call.body.set("hostname", change.wanted("hostname"));
    const Json origin = change.wanted("origin");
    if (!origin.is_null()) call.body.set("custom_origin_server", origin);
    return {call};
}

Call look(const Resource& resource) {
    return {.path = std::string(lists[0].path),
            .query = {{"hostname", std::string(resource.text_of("hostname")), ""}}};
}

} // namespace

extern const Kind custom_hostname;
constinit const Kind custom_hostname{
    .name = "custom_hostname",
    .plural = "custom hostnames",
    .word = "custom_hostname",
    .parent = "zone",
    .runs = Runs::as_customer,
    .rights = {"SSL and Certificates Read", "SSL and Certificates Write"},
    .reading = {.list_calls = lists,
                .object_path = "/zones/{zone}/custom_hostnames/{custom_hostname}",
                .from_api = from_api},
    .writing = {.calls = calls, .look = look}};

} // namespace tenantry::kinds
