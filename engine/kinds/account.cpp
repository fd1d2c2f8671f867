// Accounts: API reference, section 2. Names may repeat, so an account is told apart by unit or id;
// the list embeds the whole object, so one paged list reads all.
#include "engine/kinds/shared/weakened.hpp"
#include "engine/model/answer.hpp"
#include "engine/model/kind.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace tenantry::kinds {
namespace {

constexpr ListCall lists[] = {{.path = "/accounts"}};
constexpr Catalogue catalogues[] = {
    {.name = "unit", .word = "unit", .words = "units", .id_word = "tag"}};
constexpr std::string_view echoed[] = {"name", "settings.", "business_", "external_metadata"};
// "Know your customer": taken by the create, told and changed by a call of their own.
constexpr std::string_view profile[] = {"business_name", "business_address", "business_email",
                                        "business_phone", "external_metadata"};
constexpr std::string_view enterprise[] = {"account_types.enterprise"};
constexpr std::string_view mobility[] = {"account_mobility"};
constexpr ErrorHint hints[] = {
    // API reference, section 22.
    {.hint = "the token belongs to an account, and accounts are not listed for those",
     .says = "account owned tokens",
     .takes = "the API token of a user, or an e-mail and its API key: the token that is used "
              "belongs to an account"},
    {1001, "the API refuses a value, or misses one, as the business_ fields that some tenants have "
           "to give: write or correct the one it names; trying again does not help"},
    {1002, "this credential may not do that here: check that it belongs to an administrator of the "
           "tenant and that the unit is one of its own, or ask Cloudflare; trying again does not "
           "help"},
    {7003, "the account is not there any more, or this credential does not see it: run plan again"},
};
constexpr std::string_view profile_path = "/accounts/{account}/profile";
constexpr std::string_view two_factor = "settings.enforce_twofactor";
constexpr std::string_view abuse_contact = "settings.abuse_contact_email";
constexpr std::string_view settings[] = {two_factor, abuse_contact};
constexpr std::string_view described[] = {"type", "unit", two_factor, abuse_contact};

std::optional<LiveObject> from_api(const Json& item) {
    LiveObject object{.created_on = std::string(item.text_of("created_on"))};
    const Answer answer(item, object);
    object.id = answer.id("id");
    object.name = answer.key("name");
    object.fields.emplace_back("name", object.name);
    answer.take_word("type", "type");
    // The unit is readable only as the parent organization (section 2, "GET /accounts").
    answer.take_text("managed_by.parent_org_id", "unit");
    answer.take_flag(two_factor, two_factor);
    answer.take_text(abuse_contact, abuse_contact);
    return object;
}

// Names may repeat, so nothing but the key keeps a second run from making a second account. What a
// unit and a name do not tell apart, manifests do not either.
Call create(const Change& change) {
    Call call{.method = Method::post, .path = "/accounts"};
    call.body.set("name", change.wanted("name"));
    if (const Json type = change.wanted("type"); !type.is_null()) call.body.set("type", type);
    const std::string_view unit = change.id_of("unit", change.resource->text_of("unit"));
    if (!unit.empty()) call.body.set_at("unit.id", Json(unit));
    call.sameness =
        "account\n" + std::string(unit) + "\n" + std::string(change.resource->text_of("name"));
    for (const std::string_view path : profile) {
        if (const Json value = change.wanted(path); !value.is_null()) call.body.set(path, value);
    }
    call.fields = {"name", "type", "unit"};
    call.fields.insert(call.fields.end(), std::begin(profile), std::end(profile));
    return call;
}

// All five are required: those that nobody manages go back as they were read (section 2, "GET /
// PUT /accounts/{account_id}/profile").
Call put_profile(const Change& change) {
    Call call{.method = Method::put, .path = std::string(profile_path)};
    call.fields.assign(std::begin(profile), std::end(profile));
    for (const std::string_view path : profile) {
        const Json value = change.wanted(path);
        call.body.set(path, value.is_null() ? Json("") : value);
    }
    return call;
}

// `type` is left out: sent even unchanged it is refused (quirk 1). Both settings go together, since
// whether one alone clears the other is not known (section 2, "PUT").
Call put(const Change& change) {
    Call call{.method = Method::put, .path = "/accounts/{account}"};
    if (change.action == Action::update) call.fields = {"name"};
    call.fields.insert(call.fields.end(), std::begin(settings), std::end(settings));
    call.body.set("id", Json());
    call.body_slots.push_back({"id", "account"});
    call.body.set("name", change.wanted("name"));
    const bool managed = std::ranges::any_of(
        settings, [&](std::string_view path) { return change.resource->field(path) != nullptr; });
    if (!managed) return call;
    for (const std::string_view path : settings) {
        if (const Json value = change.wanted(path); !value.is_null()) call.body.set_at(path, value);
    }
    return call;
}

// Section 2, "Move": for units it is not confirmed, so after an unclear answer the account is read
// again, and nothing is sent twice.
Call move(const Change& change) {
    Call call{.method = Method::post, .path = "/accounts/{account}/move", .once = true};
    call.fields = {"unit"};
    const std::string_view unit = change.id_of("unit", change.resource->text_of("unit"));
    call.body.set("destination_organization_id", unit);
    return call;
}

std::vector<Call> calls(const Change& change) {
    std::vector<Call> result;
    if (change.action == Action::create) result.push_back(create(change));
    const bool sets =
        std::ranges::any_of(settings, [&](std::string_view path) { return change.changes(path); });
    // Settings at creation are ignored or break it (quirk 2), so they follow.
    if (sets || (change.action == Action::update && change.changes("name"))) {
        result.push_back(put(change));
    }
    const bool tells =
        std::ranges::any_of(profile, [&](std::string_view path) { return change.changes(path); });
    if (tells && change.action == Action::update) result.push_back(put_profile(change));
    if (change.changes("unit") && change.action == Action::update) result.push_back(move(change));
    return result;
}

Call look(const Resource& resource) {
    return {.path = "/accounts", .query = {{"name", std::string(resource.text_of("name")), ""}}};
}

// Cloudflare says which tenants may have what; "ask Cloudflare" is what a partner can do about it.
std::vector<Demand> demands(const Change& change, const Exists&) {
    std::vector<Demand> result;
    const bool creates = change.action == Action::create;
    if (creates && change.resource->text_of("type") == "enterprise") {
        const FieldChange* type = change.field("type");
        const bool told = type == nullptr || type->written.is_null();
        result.push_back(
            {.any_of = enterprise,
             .field = "type",
             .what = "an account of type " + (told ? "enterprise" : to_text(type->written)),
             .otherwise = "write type: standard, or ask your partner manager at "
                          "Cloudflare for the other type"});
    }
    const FieldChange* unit = change.field("unit");
    if (!creates && unit != nullptr) {
        result.push_back({.any_of = mobility,
                          .field = "unit",
                          .what = "moving the account from unit " + to_text(unit->before),
                          .otherwise = "write the unit it lies in, or ask your partner manager at "
                                       "Cloudflare to move it",
                          .proved = true});
    }
    return result;
}

// The API refuses an account without a unit when the caller administers several tenants (section
// 2).
void check(const Change& change, const Live& live, Diagnostics& diagnostics) {
    const std::vector<CatalogueEntry>* units = live.catalogue("unit");
    if (change.action != Action::create || units == nullptr) return;
    if (change.resource->field("unit") != nullptr) return;
    // Organizations were asked for because of a unit that another account names.
    std::set<std::string_view> tenants;
    for (const CatalogueEntry& unit : *units) {
        const bool of_itself = unit.group_id == unit.id && live.organizations.contains(unit.id);
        if (!of_itself) tenants.insert(unit.group);
    }
    if (tenants.size() < 2) return;
    diagnostics.add({.code = "account.unit-required",
                     .summary = "a new account needs a unit, because this credential sees several "
                                "tenants",
                     .hint = "add the line \"unit: NAME\" here, in a profile, or in the Tenant "
                             "document's defaults",
                     .subject = change.resource->address.text(),
                     .position = change.resource->position});
}

std::vector<Risk> risks(const Change& change, std::span<const Grant>) {
    constexpr std::string_view off_on[] = {"false", "true"};
    const Graded graded[] = {{"two-factor-off", "settings.enforce_twofactor", off_on}};
    std::vector<Risk> found = weakened(change, graded);
    const FieldChange* unit = change.field("unit");
    if (unit != nullptr && change.action == Action::update) {
        found.push_back({"moved",
                         "the account is moved to another unit, whose people may manage it", "unit",
                         unit->position});
    }
    return found;
}

} // namespace

extern const Kind account;
constinit const Kind account{
    .name = "account",
    .plural = "accounts",
    .hints = hints,
    .rights = {"Account Settings Read", "administrator of the tenant, with e-mail and API key"},
    .reading = {.list_calls = lists,
                .object_path = "/accounts/{account}",
                .part = {.word = "profile", .path = profile_path, .fields = profile},
                .catalogues = catalogues,
                .described = described,
                .from_api = from_api},
    .writing = {.echoed = echoed,
                .calls = calls,
                .look = look,
                .check = check,
                .demands = demands,
                .risks = risks}};

} // namespace tenantry::kinds
