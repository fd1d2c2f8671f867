// The hold of a zone: API reference, section 6, "Zone hold". Only Enterprise zones can be held, and
// they are from the start; for any other the API answers with code 1005.
#include "engine/model/kind.hpp"
#include "engine/model/plan_class.hpp"

#include <algorithm>
#include <string>

namespace tenantry::kinds {
namespace {

constexpr std::string_view needs[] = {"zone_subscription"};

/// include_subdomains is a text in the API's document and true or false in its answers.
bool is_true(const Json* value) {
    return value != nullptr && (*value == Json(true) || *value == Json("true"));
}

// Null stands for a zone that cannot be held, or is new: whether it will be follows from its plan.
std::optional<LiveObject> from_api(const Json& hold) {
    LiveObject object;
    if (hold.is_null()) {
        object.locked = {"hold", "include_subdomains"};
        return object;
    }
    const Json* held = hold.find("hold");
    if (held == nullptr || held->boolean() == nullptr) return std::nullopt;
    object.fields.emplace_back("hold", *held);
    object.fields.emplace_back("include_subdomains", is_true(hold.find("include_subdomains")));
    return object;
}

std::vector<Call> calls(const Change& change) {
    const std::string path = "/zones/{zone}/hold";
    if (change.wanted("hold") != Json(true)) return {{.method = Method::remove, .path = path}};
    const Json* held = change.live == nullptr ? nullptr : change.live->field("hold");
    const Field* below = change.resource->field("include_subdomains");
    if (held != nullptr && *held == Json(true)) {
        Call call{.method = Method::patch, .path = path};
        call.body.set("include_subdomains", change.wanted("include_subdomains"));
        return {call};
    }
    Call call{.method = Method::post, .path = path};
    if (below != nullptr) {
        call.query.push_back({"include_subdomains", to_text(below->value), ""});
    }
    return {call};
}

void check(const Change& change, const Live&, Diagnostics& diagnostics) {
    const Field* below = change.resource->field("include_subdomains");
    if (below == nullptr || below->value != Json(true)) return;
    if (change.wanted("hold") == Json(true)) return;
    diagnostics.add({.code = "plan.no-hold",
                     .summary = "include_subdomains says nothing while the zone is not held",
                     .hint = "write hold: true, or remove include_subdomains",
                     .subject = change.resource->address.text(),
                     .position = below->position});
}

Lock lock(const FieldChange& field, std::span<const Change* const> before, const LiveObject* zone) {
    const bool becomes_enterprise = std::ranges::any_of(before, [](const Change* change) {
        return plan_class(change->resource->text_of("rate_plan")) == "enterprise";
    });
    if (becomes_enterprise) return {.way = Lock::Way::opens};
    if (field.path != "hold" || field.after != Json(true)) return {.way = Lock::Way::moot};
    const std::string_view plan = zone == nullptr ? std::string_view() : zone->text_of("plan");
    return {.summary = "only an Enterprise zone can be held" +
                       (plan.empty() ? "" : ", and the plan of this one is " + std::string(plan)),
            .hint = "write plan: enterprise, or remove the hold"};
}

} // namespace

extern const Kind zone_hold;
constinit const Kind zone_hold{.name = "zone_hold",
                               .word = "hold",
                               .parent = "zone",
                               .needs = needs,
                               .single = true,
                               .object_path = "/zones/{zone}/hold",
                               .absent_code = 1005,
                               .runs = Runs::as_customer,
                               .rights = {"Zone Read", "Zone Write"},
                               .from_api = from_api,
                               .calls = calls,
                               .check = check,
                               .lock = lock};

} // namespace tenantry::kinds
