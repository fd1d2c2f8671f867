// The membership of a customer's service user in an account: API reference, sections 4 and 17. The
// tenant invites, and the service user accepts by itself: it alone sees its own memberships, in one
// list that tells each account, the roles and what they permit.
#include "engine/kinds/shared/grants.hpp"
#include "engine/kinds/shared/roles.hpp"
#include "engine/model/answer.hpp"

#include <algorithm>
#include <string>

namespace tenantry::kinds {
namespace {

constexpr ListCall lists[] = {{.path = "/memberships", .as_user = true}};
constexpr Catalogue catalogues[] = {role_catalogue};
constexpr ErrorHint hints[] = {
    {.hint = "the API no longer accepts the service user's key: put its new one into the store, or "
             "write another service_user",
     .status = 401},
    {.code = 1004,
     .hint = "the account has this member already, and the user itself does not see it yet: wait a "
             "minute and apply again. If it stays so, its invitation has expired: revoke it at the "
             "dashboard (Manage Account, Members) first",
     .passes = true},
    {.code = 429,
     .hint = "the API takes no more invitations for now: wait an hour and apply again",
     .passes = true},
};

/// Its roles by name; a name that stands twice, as a role and as a policy, counts once.
Json roles_of(const Answer& answer) {
    JsonArray roles;
    const JsonArray* list = answer.list("roles", "roles");
    if (list == nullptr) answer.missed("roles", "roles");
    for (const Json& name : list == nullptr ? JsonArray() : *list) {
        if (name.text() == nullptr || name.text()->empty()) {
            answer.doubt("roles", "has an item that is no name", "roles");
            break;
        }
        Json role = Json::object({{"id", ""}, {"name", *name.text()}});
        if (std::ranges::find(roles, role) == roles.end()) roles.push_back(std::move(role));
    }
    return Json(std::move(roles));
}

/// Null stands for "not invited". A membership goes by its account; its own id is a field, the same
/// as the member's id in the account (both are called the membership identifier).
std::optional<LiveObject> from_api(const Json& item) {
    LiveObject object;
    if (item.is_null()) return object;
    const Answer answer(item, object);
    object.id = object.parent = answer.id("account.id");
    object.fields.emplace_back("membership", answer.id("id"));
    object.fields.emplace_back("roles", roles_of(answer));
    object.fields.emplace_back("status", answer.key("status"));
    constexpr std::string_view reads = "permissions.zones.read";
    if (const Json* granted = item.at(reads)) object.fields.emplace_back(reads, *granted);
    return object;
}

/// Nothing tells of it beside its own list.
LiveObject from_parent(const LiveObject&) { return {}; }
bool told_enough(const Resource&, const LiveObject&) { return false; }

Json role_ids(const Change& change, bool as_objects) {
    JsonArray ids;
    const Field* roles = change.resource->field("roles");
    if (roles == nullptr || roles->value.items() == nullptr) return Json(std::move(ids));
    for (const Json& name : *roles->value.items()) {
        const std::string_view id = change.id_of("role", *name.text());
        ids.push_back(as_objects ? Json::object({{"id", id}}) : Json(id));
    }
    return Json(std::move(ids));
}

Call invite(const Change& change) {
    Call call{.method = Method::post, .path = "/accounts/{account}/members"};
    call.body.set("email", change.resource->text_of("email"));
    call.body.set("roles", role_ids(change, false));
    call.body.set("status", "pending");
    return call;
}

/// Roles are texts in a POST and objects in a PUT, and a PUT with another status than the member
/// has changes nothing (quirks 6 and 8).
Call give_roles(const Change& change, const std::string& id) {
    Call call{.method = Method::put, .path = "/accounts/{account}/members/" + id};
    call.fields = {"roles"};
    call.body.set("roles", role_ids(change, true));
    call.body.set("status", change.live->text_of("status"));
    return call;
}

Call accept(const std::string& id) {
    Call call{.method = Method::put, .path = "/memberships/" + id, .as_user = true};
    call.fields = {"status"};
    call.body.set("status", "accepted");
    return call;
}

/// One round: who is not invited is, and then accepts; the id shows in the list only in between.
std::vector<Call> calls(const Change& change) {
    const std::string id(change.live == nullptr ? "" : change.live->text_of("membership"));
    if (!is_id(id)) return {invite(change)};
    std::vector<Call> result;
    if (change.changes("status")) result.push_back(accept(id));
    if (change.changes("roles")) result.push_back(give_roles(change, id));
    return result;
}

Acceptance acceptance(const LiveObject& object) {
    return object.text_of("status") == "rejected" ? Acceptance::rejected : Acceptance::settled;
}

/// Reading zones is what the lane is for: who may not, would see none and take all for missing.
/// What else is not allowed, the API says when it is tried.
bool lets_in(const LiveObject& object) {
    const Json* reads = object.field("permissions.zones.read");
    return object.text_of("status") == "accepted" && reads != nullptr && *reads == Json(true);
}

/// That a service user is let in with the roles of the Tenant document is what the document says;
/// that one who is there gets more is news.
std::vector<Risk> risks(const Change& change, std::span<const Grant> given) {
    const bool is_there = change.live != nullptr && !change.live->text_of("membership").empty();
    return is_there ? risks_of(given) : std::vector<Risk>();
}

constexpr OnePerParent one_per_parent{.from_parent = from_parent, .told_enough = told_enough};
constexpr Invitation invitation = invitation_by(acceptance);

} // namespace

extern const Kind service_user;
extern const Kind membership;
constinit const Kind membership{
    .name = "membership",
    .plural = "memberships",
    .word = "membership",
    .parent = "account",
    .hints = hints,
    .rights =
        {"the service user's own e-mail and API key",
         "the tenant's Super Administrator of the account, with e-mail and API key, to invite; "
         "the service user's own key, to accept"},
    .reading = {.list_calls = lists, .catalogues = catalogues, .from_api = from_api},
    .writing = {.reads_back = true, .calls = calls, .risks = risks},
    .one_per_parent = &one_per_parent,
    .invitation = &invitation};

extern const ServiceUsers service_users;
constinit const ServiceUsers service_users{.user = &service_user,
                                           .membership = &membership,
                                           .key_field = "api_key",
                                           .section = "service_users",
                                           .named_alike = "member",
                                           .lets_in = lets_in};

} // namespace tenantry::kinds
