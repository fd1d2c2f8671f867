// Users of an account's Zero Trust: API reference, section 9. Found by e-mail, which cannot change.
// Whoever signs in becomes one by that alone, so those that no manifest names are nothing to
// report.
#include "engine/model/answer.hpp"
#include "engine/model/kind.hpp"

#include <string>

namespace tenantry::kinds {
namespace {

// A seat comes with a Zero Trust plan (section 11).
constexpr std::string_view needs[] = {"account_subscription"};
constexpr ListCall lists[] = {{.path = "/accounts/{account}/access/users"}};
constexpr ErrorHint hints[] = {
    {.code = 1004,
     .hint = "the account has this user already; run plan again in a minute",
     .passes = true},
    {1001, "the API refuses the e-mail or the name: correct the one it names; trying again does "
           "not help"},
    {1002, "this credential may not manage the users of this account's Zero Trust, or the account "
           "has none yet: check the right \"Zero Trust: Seats Write\" and the account's "
           "subscription; trying again does not help"},
};

std::optional<LiveObject> from_api(const Json& item) {
    LiveObject object{.created_on = std::string(item.text_of("created_at"))};
    const Answer answer(item, object);
    object.id = answer.id("id");
    object.name = answer.key("email");
    object.fields.emplace_back("email", object.name);
    answer.take_text("name", "name");
    return object;
}

// A PUT demands the e-mail as it is stored, and changes the name alone.
std::vector<Call> calls(const Change& change) {
    const bool creates = change.action == Action::create;
    Call call{.method = creates ? Method::post : Method::put,
              .path = creates ? "/accounts/{account}/access/users"
                              : "/accounts/{account}/access/users/{access_user}"};
    call.body.set("email", creates ? change.resource->text_of("email") : change.live->name);
    if (const Json name = change.wanted("name"); !name.is_null()) call.body.set("name", name);
    return {call};
}

Call look(const Resource& resource) {
    return {.path = std::string(lists[0].path),
            .query = {{"email", std::string(resource.text_of("email")), ""}}};
}

} // namespace

extern const Kind access_user;
constinit const Kind access_user{
    .name = "access_user",
    .plural = "access users",
    .word = "access user",
    .parent = "account",
    .needs = needs,
    .hints = hints,
    .rights = {"Access: Audit Logs Read", "not published; Zero Trust: Seats Write for changes"},
    .unnamed = Unnamed::by_itself,
    .reading = {.list_calls = lists,
                .object_path = "/accounts/{account}/access/users/{access_user}",
                .from_api = from_api},
    .writing = {.calls = calls, .look = look}};

} // namespace tenantry::kinds
