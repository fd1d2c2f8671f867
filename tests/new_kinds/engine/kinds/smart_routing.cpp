// A kind that every parent has one of. (Argo: GET and PATCH /zones/{zone_id}/argo/smart_routing.)
#include "engine/model/answer.hpp"
#include "engine/model/kind.hpp"

namespace tenantry::kinds {
namespace {

std::optional<LiveObject> from_api(const Json& answer) {
    LiveObject object;
    if (answer.is_null()) {
        object.fields.emplace_back("value", "off");
        return object;
    }
    Answer(answer, object).take_word("value", "value");
    return object;
}

std::vector<Call> calls(const Change& change) {
    Call call{.method = Method::patch, .path = "/zones/{zone}/argo/smart_routing"};
    call.body.set("value", change.wanted("value"));
    return {call};
}

constexpr OnePerParent one_per_parent{};

} // namespace

extern const Kind smart_routing;
constinit const Kind smart_routing{
    .name = "smart_routing",
    .plural = "smart routings",
    .word = "smart_routing",
    .parent = "zone",
    .rights = {"Zone Settings Read", "Zone Settings Write"},
    .reading = {.object_path = "/zones/{zone}/argo/smart_routing", .from_api = from_api},
    .writing = {.calls = calls},
    .one_per_parent = &one_per_parent};

} // namespace tenantry::kinds
