// Service users: API reference, section 5. There is no list, no read and no second sight of the key
// that the create answers with: what the store keeps is the record that a user exists.
#include "engine/model/answer.hpp"
#include "engine/model/kind.hpp"

namespace tenantry::kinds {
namespace {

constexpr ErrorHint hints[] = {
    {.hint = "Cloudflare has to enable service users for this tenant: ask your partner manager; "
             "and only an administrator's e-mail and API key can create them, no token. Trying "
             "again does not help before that; until then, remove service_user",
     .status = 403},
    {.hint = "correct the e-mail; if it belongs to a user already, take another one: the key of a "
             "user that exists is not told again; trying again does not help before",
     .status = 400},
};

std::optional<LiveObject> from_api(const Json& item) {
    LiveObject object;
    const Answer answer(item, object);
    object.id = answer.id("id");
    object.name = answer.key("email");
    object.fields.emplace_back("email", object.name);
    return object;
}

std::vector<Call> calls(const Change& change) {
    Call call{.method = Method::post, .path = "/users"};
    call.body.set("email", change.resource->text_of("email"));
    return {call};
}

} // namespace

extern const Kind service_user;
constinit const Kind service_user{
    .name = "service_user",
    .plural = "service users",
    .word = "service_user",
    .hints = hints,
    .rights = {"", "administrator of the tenant, with e-mail and API key, once Cloudflare has "
                   "enabled service users for it"},
    .reading = {.from_api = from_api},
    .writing = {.calls = calls}};

} // namespace tenantry::kinds
