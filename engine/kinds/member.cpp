// Members of an account: API reference, section 4. Found by e-mail. Roles or policies are sets, and
// only the side that the user wrote is compared: grants show up as the other side too.
#include "engine/base/text.hpp"
#include "engine/kinds/shared/grants.hpp"
#include "engine/kinds/shared/roles.hpp"
#include "engine/model/answer.hpp"
#include "engine/model/canonical.hpp"
#include "engine/model/kind.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_map>

namespace tenantry::kinds {
namespace {

constexpr ListCall lists[] = {{.path = "/accounts/{account}/members"}};
constexpr std::string_view super_administrator = "Super Administrator - All Privileges";
constexpr Catalogue catalogues[] = {role_catalogue,
                                    {.name = "permission_group",
                                     .word = "permission group",
                                     .words = "permission groups",
                                     .owner = "account",
                                     .path = "/accounts/{account}/iam/permission_groups",
                                     .alike = true},
                                    {.name = "resource_group",
                                     .word = "resource group",
                                     .words = "resource groups",
                                     .owner = "account",
                                     .path = "/accounts/{account}/iam/resource_groups"}};
constexpr std::string_view auto_accept[] = {"allow_auto_accept_invites"};
constexpr std::string_view described[] = {"rights"};
constexpr std::string_view groups[] = {"permission_groups", "resource_groups"};
constexpr ErrorHint hints[] = {
    // What is in the list was looked for before this is said (section 4, "Traps").
    {.code = 1004,
     .hint = "the account knows this address, and its list does not show it: most likely an "
             "invitation that has expired, which stands in no list. Revoke it at the dashboard "
             "(Manage Account, Members), then apply again"},
    {.code = 429,
     .hint = "the API takes no more invitations for now: wait an hour and apply again",
     .passes = true},
    {1003, "the member is not there any more: run plan again"},
    {1001,
     "the API refuses the e-mail or the roles: check both; trying again does not help before"},
};

/// The items of a list; none where there is another thing, or nothing.
const JsonArray& items_of(const Json* list) {
    static const JsonArray none;
    return list == nullptr || list->items() == nullptr ? none : *list->items();
}

/// The ids and names of a list of things: either may be written in a manifest.
Json named(const JsonArray& list, const std::string& place, std::string_view field,
           LiveObject& object) {
    JsonArray items;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Answer item(list[i], object, place + "[" + std::to_string(i) + "].");
        items.push_back(
            Json::object({{"id", item.word("id", field)}, {"name", item.word("name", field)}}));
    }
    return Json(std::move(items));
}

Json policies_of(const JsonArray& list, LiveObject& object) {
    constexpr std::string_view field = "policies";
    JsonArray policies;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string place = "policies[" + std::to_string(i) + "].";
        const Answer item(list[i], object, place);
        Json policy = Json::object({{"access", item.word("access", field)}});
        for (const std::string_view name : groups) {
            const JsonArray* members = item.list(name, field);
            if (members == nullptr) {
                item.missed(name, field);
                continue;
            }
            policy.set(name, named(*members, place + std::string(name), field, object));
        }
        policies.push_back(std::move(policy));
    }
    return Json(std::move(policies));
}

/// Rights stand as roles, as policies, or as both; who has neither has rights that nobody knows.
void read_rights(const Answer& answer, LiveObject& object) {
    const JsonArray* roles = answer.list("roles", "roles");
    const JsonArray* policies = answer.list("policies", "policies");
    if (roles != nullptr) {
        object.fields.emplace_back("roles", named(*roles, "roles", "roles", object));
    }
    if (policies != nullptr) object.fields.emplace_back("policies", policies_of(*policies, object));
    Json rights = shorter_side(object.field("roles"), object.field("policies"));
    if (!rights.is_null()) object.fields.emplace_back("rights", std::move(rights));
    if (roles != nullptr || policies != nullptr) return;
    for (const std::string_view side : {"roles", "policies"})
        answer.missed(side, side);
}

std::optional<LiveObject> from_api(const Json& item) {
    LiveObject object;
    const Answer answer(item, object);
    object.id = answer.id("id");
    // It stands at two places, of which one is enough.
    const Json* email = item.find("email");
    const bool below = email == nullptr || email->is_null() ||
                       (item.text_of("email").empty() && !item.text_of("user.email").empty());
    object.name = answer.key(below ? "user.email" : "email");
    object.fields.emplace_back("email", object.name);
    // Whether somebody is a member yet decides for the other members too: for the last
    // administrator.
    object.fields.emplace_back("status", answer.key("status"));
    read_rights(answer, object);
    return object;
}

Json id_objects(const Json& names, std::string_view catalogue, const Change& change) {
    JsonArray items;
    for (const Json& name : *names.items()) {
        items.push_back(Json::object({{"id", change.id_of(catalogue, *name.text())}}));
    }
    return Json(std::move(items));
}

Json policy_bodies(const Json& written, const Change& change) {
    JsonArray policies;
    for (const Json& policy : *written.items()) {
        const std::string_view access = policy.text_of("access");
        Json body = Json::object({{"access", access.empty() ? "allow" : access}});
        for (const std::string_view name : groups) {
            const Json* list = policy.find(name);
            if (list == nullptr) continue;
            body.set(name, id_objects(*list, name.substr(0, name.size() - 1), change));
        }
        policies.push_back(std::move(body));
    }
    return Json(std::move(policies));
}

/// The side that the user wrote. Roles are texts in a POST and objects in a PUT (quirk 6).
void add_rights(const Change& change, bool creates, Json& body) {
    if (const Field* policies = change.resource->field("policies")) {
        body.set("policies", policy_bodies(policies->value, change));
    } else if (const Field* roles = change.resource->field("roles")) {
        Json ids = id_objects(roles->value, "role", change);
        if (creates) {
            JsonArray texts;
            for (const Json& id : *ids.items())
                texts.emplace_back(id.text_of("id"));
            ids = Json(std::move(texts));
        }
        body.set("roles", std::move(ids));
    }
}

/// Without an invitation that has to be accepted.
bool joins_at_once(const Change& change) {
    return change.resource->text_of("status") == "accepted";
}

std::vector<Call> calls(const Change& change) {
    const bool creates = change.action == Action::create;
    Call call{.method = creates ? Method::post : Method::put,
              .path =
                  creates ? "/accounts/{account}/members" : "/accounts/{account}/members/{member}"};
    if (creates) call.body.set("email", change.resource->text_of("email"));
    add_rights(change, creates, call.body);
    if (creates && joins_at_once(change)) call.body.set("status", "accepted");
    // A PUT with another status than the member has changes nothing, silently (quirk 8).
    if (!creates) call.body.set("status", change.live->text_of("status"));
    return {call};
}

Call look(const Resource&) { return {.path = std::string(lists[0].path)}; }

Acceptance acceptance(const LiveObject& object) {
    const std::string_view status = object.text_of("status");
    if (status == "pending") return Acceptance::waiting;
    if (status == "rejected") return Acceptance::rejected;
    return status == "accepted" ? Acceptance::settled : Acceptance::unknown;
}

// Only for who is not there yet: nobody is accepted a second time.
std::vector<Demand> demands(const Change& change, const Exists&) {
    if (change.action != Action::create || !joins_at_once(change)) return {};
    return {{.any_of = auto_accept,
             .field = "status",
             .what = "a member who is accepted without an invitation",
             .otherwise = "remove the line: then an invitation is sent; or ask your partner "
                          "manager at Cloudflare for the entitlement",
             .proved = true}};
}

/// Whether the account of a member lies in an organization: whoever administers that is Super
/// Administrator here too, and in no list of members (section 21).
bool is_in_organization(const LiveObject& member, const Live& live) {
    const std::vector<LiveObject>& accounts = live.of("account");
    const auto account = std::ranges::find(accounts, member.parent, &LiveObject::id);
    return account != accounts.end() && live.organizations.contains(account->text_of("unit"));
}

/// How much of an administrator somebody is: 2 may manage members too, 1 the rest (section 4).
int rank_of(std::string_view id_or_name) {
    if (id_or_name == super_administrator) return 2;
    const bool known = id_or_name == known_roles[0].name || id_or_name == known_roles[0].id;
    return known ? 1 : 0;
}

int live_rank(const LiveObject& member) {
    if (acceptance(member) != Acceptance::settled) return 0;
    int rank = 0;
    const auto add = [&](const Json* list) {
        for (const Json& item : items_of(list)) {
            rank = std::max({rank, rank_of(item.text_of("name")), rank_of(item.text_of("id"))});
        }
    };
    add(member.field("roles"));
    for (const Json& policy : items_of(member.field("policies"))) {
        // What a denial leaves is not worked out here: it counts as nothing.
        if (policy.text_of("access") == "deny") return 0;
        add(policy.find("permission_groups"));
    }
    return rank;
}

/// What the member has, by its ids: a role and the permission group of its name have different
/// ones, and both sides read back, whichever was written (section 4).
std::unordered_map<std::string_view, std::string_view> names_by_id(const LiveObject& member) {
    std::unordered_map<std::string_view, std::string_view> names;
    const auto add = [&](const Json* list) {
        for (const Json& item : items_of(list))
            names.emplace(item.text_of("id"), item.text_of("name"));
    };
    add(member.field("roles"));
    for (const Json& policy : items_of(member.field("policies")))
        add(policy.find("permission_groups"));
    return names;
}

/// The rank that a change leaves somebody. Ids that are written where the member has the right
/// already are known by the live name.
int rank_after(const Change& change) {
    const auto names = names_by_id(*change.live);
    const auto rank_of_written = [&](const Json& written) {
        const std::string& text = *written.text();
        const auto known = names.find(text);
        return rank_of(known == names.end() ? std::string_view(text) : known->second);
    };
    int rank = 0;
    const auto add = [&](const Json* list) {
        for (const Json& item : items_of(list))
            rank = std::max(rank, rank_of_written(item));
    };
    if (const Field* policies = change.resource->field("policies")) {
        for (const Json& policy : *policies->value.items()) {
            if (policy.text_of("access") == "deny") return 0;
            add(policy.find("permission_groups"));
        }
    } else if (const Field* roles = change.resource->field("roles")) {
        add(&roles->value);
    }
    return rank;
}

void refuse(const Change& change, std::string code, std::string summary, std::string hint,
            Diagnostics& diagnostics) {
    diagnostics.add({.code = std::move(code),
                     .summary = std::move(summary),
                     .hint = std::move(hint),
                     .subject = change.resource->address.text(),
                     .position = change.fields.front().position});
}

struct Demotion {
    const Change* change = nullptr;
    int from = 0;
    int to = 0;
};

std::vector<Demotion> demotions_in(std::span<const Change* const> changes) {
    std::vector<Demotion> demotions;
    for (const Change* change : changes) {
        if (change->live == nullptr) continue;
        const int from = live_rank(*change->live);
        const int to = rank_after(*change);
        if (to < from) demotions.push_back({change, from, to});
    }
    return demotions;
}

// The last administrator is never demoted, nor the user whose credential runs: both would lock the
// partner out. Whoever administers the organization of the account stays in any case.
void check_all(std::span<const Change* const> changes, const Live& live, Diagnostics& diagnostics) {
    const std::vector<Demotion> demotions = demotions_in(changes);
    if (demotions.empty()) return;
    // How many keep each rank, by account.
    std::unordered_map<std::string, std::array<int, 3>> keep;
    const auto count = [&](const LiveObject& member, int rank, int by) {
        for (int i = 1; i <= rank; ++i)
            keep[member.parent][static_cast<std::size_t>(i)] += by;
    };
    for (const LiveObject& member : live.of("member"))
        count(member, live_rank(member), 1);
    for (const Demotion& demotion : demotions) {
        count(*demotion.change->live, demotion.from, -1);
        count(*demotion.change->live, demotion.to, 1);
    }
    for (const auto& [change, from, to] : demotions) {
        const bool ours = !change->resource->kind->reports(*change->live, live);
        if (ours) {
            refuse(*change, "plan.demotes-self",
                   "this would take administrator rights from the user whose credential is running",
                   "run it with another credential, or leave the roles as they are", diagnostics);
            continue;
        }
        if (is_in_organization(*change->live, live)) continue;
        for (int i = to + 1; i <= from; ++i) {
            if (keep[change->live->parent][static_cast<std::size_t>(i)] > 0) continue;
            refuse(*change, "plan.last-administrator",
                   "this would leave the account without " +
                       (i == 2 ? "anybody in the role " + in_quotes(super_administrator)
                               : "an administrator"),
                   "give it to somebody else first; an invitation counts when it is accepted",
                   diagnostics);
            break;
        }
    }
}

std::vector<Risk> risks(const Change&, std::span<const Grant> given) { return risks_of(given); }

constexpr Invitation invitation = invitation_by(acceptance);

} // namespace

extern const Kind member;
constinit const Kind member{
    .name = "member",
    .plural = "members",
    .word = "member",
    .parent = "account",
    .hints = hints,
    .rights = {"Account Settings Read",
               "Super Administrator of the account, with e-mail and API key"},
    .unnamed = Unnamed::but_ours,
    .reading = {.list_calls = lists,
                .object_path = "/accounts/{account}/members/{member}",
                .catalogues = catalogues,
                .described = described,
                .from_api = from_api},
    .writing = {.reads_back = true,
                .calls = calls,
                .look = look,
                .check_all = check_all,
                .demands = demands,
                .risks = risks},
    .invitation = &invitation};

} // namespace tenantry::kinds
