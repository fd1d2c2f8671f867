// Zones: API reference, section 6. A list item is the full zone, so lists read all; above 500
// visible accounts the API refuses the sweep and each account is listed by itself.
#include "engine/base/text.hpp"
#include "engine/model/answer.hpp"
#include "engine/model/canonical.hpp"
#include "engine/model/kind.hpp"
#include "engine/products/products.hpp"

#include <fmt/core.h>

#include <string>
#include <utility>

namespace tenantry::kinds {
namespace {

constexpr ListCall lists[] = {{.path = "/zones", .most_parents = 500},
                              {.path = "/zones", .narrowed_by = "account.id"}};
constexpr std::string_view outputs[] = {"status", "type", "name_servers", "verification_key"};
constexpr ErrorHint hints[] = {
    {.code = 1049,
     .hint = "only a registered domain can be a zone: check the spelling, or register it first; "
             "trying again helps once it is registered"},
    // The list of zones can be late, and a run that ended just now has made it.
    {.code = 1061,
     .hint = "the name is a zone already. If it was added here just now, the list does not show it "
             "yet: run plan again in a minute. If plan does not find it then, it is in somebody "
             "else's account: look for it with its owner",
     .passes = true},
    {.code = 1093,
     .hint =
         "a subdomain can be a zone only with an Enterprise entitlement: ask Cloudflare; trying "
         "again helps once you have it"},
    {.code = 1097,
     .hint = "Cloudflare does not take this name: ask its support; trying again does not help"},
    {.code = 1099,
     .hint = "the domain could not be looked up: check its registration and its name servers; "
             "trying again helps once they answer"},
    {.code = 1105,
     .hint = "Cloudflare lets this domain rest: apply again in three hours; trying sooner does not "
             "help",
     .passes = true},
    {.code = 1110,
     .hint = "only a registered domain can be a zone: check the spelling, or register it first; "
             "trying again helps once it is registered"},
    {.code = 1116,
     .hint =
         "a subdomain can be a zone only with an Enterprise entitlement: ask Cloudflare; trying "
         "again helps once you have it"},
    {.code = 1118,
     .hint = "the account has too many pending zones, so no more of it are tried in this run: "
             "activate or remove some first; trying again does not help before",
     .stops_siblings = true},
    {.hint = "another account holds this name: have its owner release the zone hold, or ask "
             "Cloudflare's support; trying again helps once it is released",
     .says = "zone hold"},
};
constexpr std::string_view described[] = {"type", "plan", "paused"};
constexpr std::string_view partial_setup[] = {"partial_setup_allowed", "cname_setup_allowed"};
constexpr std::string_view subdomains[] = {"allow_add_subdomain"};

std::optional<LiveObject> from_api(const Json& item) {
    LiveObject object{.created_on = std::string(item.text_of("created_on"))};
    const Answer answer(item, object);
    object.id = answer.id("id");
    object.name = answer.key("name");
    object.parent = answer.id("account.id");
    object.fields.emplace_back("name", object.name);
    answer.take_word("type", "type");
    answer.take_flag("paused", "paused");
    if (object.field("paused") == nullptr) answer.missed("paused", "paused");
    for (const std::string_view name : outputs) {
        const Json* value = item.find(name);
        if (value != nullptr && !value->is_null()) object.outputs.set(name, *value);
    }
    // Before its name servers are seen for the first time nobody's visitors come by it.
    const std::string_view status = item.text_of("status");
    object.unused =
        (status == "pending" || status == "initializing") && item.text_of("activated_on").empty();
    // The retail plan, which tells the class of the zone's subscription (quirk 13); the plan that a
    // pending zone will have says more than the one it has.
    for (const std::string_view plan : {"plan_pending.legacy_id", "plan.legacy_id"}) {
        const std::string_view id = item.text_of(plan);
        if (id.empty()) continue;
        object.fields.emplace_back("plan", products::plan_class(id));
        break;
    }
    return object;
}

// The API takes names in ASCII only (the pattern of POST /zones) and gives them back in Unicode.
std::string ascii_name(const Resource& resource) {
    return Comparison::domain_name.canonical(resource.text_of("name"));
}

Call create(const Change& change) {
    Call call{.method = Method::post, .path = "/zones"};
    call.fields = {"name", "type"};
    call.body.set("name", ascii_name(*change.resource));
    call.body.set_at("account.id", Json());
    call.body_slots.push_back({"account.id", "account"});
    if (const Json type = change.wanted("type"); !type.is_null()) call.body.set("type", type);
    return call;
}

Call patch(std::string_view name, const Json& value) {
    Call call{.method = Method::patch, .path = "/zones/{zone}"};
    call.body.set(name, value);
    call.fields = {std::string(name)};
    return call;
}

// PATCH takes one property a call, and refuses what is so already (quirk 18).
std::vector<Call> calls(const Change& change) {
    std::vector<Call> result;
    const bool creates = change.action == Action::create;
    if (creates) result.push_back(create(change));
    for (const FieldChange& field : change.fields) {
        if (field.path == "type" && !creates) result.push_back(patch("type", field.after));
        const bool paused_from_start = field.after == Json(true);
        if (field.path == "paused" && (!creates || paused_from_start)) {
            result.push_back(patch("paused", field.after));
        }
    }
    return result;
}

// What is registered and what is a subdomain only the public suffix list knows, but a name below
// another zone is none that was registered.
std::string zone_above(const std::string& name, const Exists& exists) {
    for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1)) {
        std::string above = name.substr(dot + 1);
        if (exists(above)) return above;
    }
    return {};
}

std::vector<Demand> demands(const Change& change, const Exists& exists) {
    std::vector<Demand> result;
    const FieldChange* type = change.field("type");
    if (type != nullptr && type->after == Json("partial")) {
        result.push_back(
            {.any_of = partial_setup,
             .field = "type",
             .what = type->written.is_null() ? "a zone of type partial"
                                             : "a zone of type " + to_text(type->written),
             .otherwise = "write type: full, or ask your partner manager at Cloudflare "
                          "for partial zones"});
    }
    if (change.action != Action::create) return result;
    if (const std::string above = zone_above(ascii_name(*change.resource), exists);
        !above.empty()) {
        result.push_back({.any_of = subdomains,
                          .field = "name",
                          .what = "a zone below another one, " + in_quotes(above) + ",",
                          .otherwise = "leave it to the zone above, or ask your partner manager at "
                                       "Cloudflare for subdomain zones"});
    }
    return result;
}

Call look(const Resource& resource) {
    return {.path = "/zones",
            .query = {{"name", ascii_name(resource), ""}, {"account.id", "", "account"}}};
}

std::vector<Risk> risks(const Change& change, std::span<const Grant>) {
    std::vector<Risk> found;
    const FieldChange* paused = change.field("paused");
    if (paused != nullptr && paused->after == Json(true) && change.action == Action::update) {
        found.push_back({"paused", "the zone is paused: nothing protects it any more", "paused",
                         paused->position});
    }
    const FieldChange* type = change.field("type");
    if (type != nullptr && change.action == Action::update) {
        found.push_back(
            {"zone-type",
             fmt::format("the zone's type becomes {}: who answers for its names changes",
                         printable(to_text(type->as_written()))),
             "type", type->position});
    }
    return found;
}

} // namespace

extern const Kind zone;
constinit const Kind zone{
    .name = "zone",
    .plural = "zones",
    .word = "zone",
    .parent = "account",
    .hints = hints,
    .runs = Runs::as_customer,
    .rights = {"Zone Read", "Zone Write"},
    .reading = {.list_calls = lists,
                .object_path = "/zones/{zone}",
                .outputs = outputs,
                .described = described,
                .from_api = from_api},
    .writing = {.calls = calls, .look = look, .demands = demands, .risks = risks}};

} // namespace tenantry::kinds
