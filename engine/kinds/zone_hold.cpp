// The hold of a zone: API reference, section 6, "Zone hold". Only Enterprise zones can be held, and
// they are from the start; for any other the API answers with code 1005.
#include "engine/kinds/shared/weakened.hpp"
#include "engine/model/answer.hpp"
#include "engine/model/kind.hpp"
#include "engine/products/products.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>

namespace tenantry::kinds {
namespace {

constexpr std::string_view needs[] = {"zone_subscription"};

/// A text in the API's document and true or false in its answers.
void read_subdomains(const Json& hold, const Answer& answer, LiveObject& object) {
    constexpr std::string_view name = "include_subdomains";
    const Json* value = hold.find(name);
    const bool told = value != nullptr && !value->is_null();
    if (told && value->text() == nullptr) return answer.take_flag(name, name);
    if (told && *value != Json("true") && *value != Json("false")) {
        return answer.doubt(name, "is neither true nor false", name);
    }
    // Nothing to tell where there is no hold.
    if (!told && object.fields.front().second == Json(true)) return answer.missed(name, name);
    object.fields.emplace_back(name, told && *value == Json("true"));
}

// Null stands for a zone that cannot be held, or is new: whether it will be follows from its plan.
std::optional<LiveObject> from_api(const Json& hold) {
    LiveObject object;
    if (hold.is_null()) {
        object.locked = {"hold", "include_subdomains"};
        return object;
    }
    const Answer answer(hold, object);
    const bool* held = answer.flag("hold", "");
    if (held == nullptr) {
        answer.missed("hold", "");
        return object;
    }
    object.fields.emplace_back("hold", *held);
    read_subdomains(hold, answer, object);
    return object;
}

std::vector<Call> calls(const Change& change) {
    const std::string path = "/zones/{zone}/hold";
    if (change.wanted("hold") != Json(true)) return {{.method = Method::remove, .path = path}};
    const Json* held = change.live == nullptr ? nullptr : change.live->field("hold");
    if (held != nullptr && *held == Json(true)) {
        Call call{.method = Method::patch, .path = path};
        call.body.set("include_subdomains", change.wanted("include_subdomains"));
        return {call};
    }
    Call call{.method = Method::post, .path = path};
    const Field* below = change.resource->field("include_subdomains");
    if (below != nullptr && !change.leaves_out(below->path)) {
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
                     .position = below->position,
                     .field = "include_subdomains"});
}

Lock lock(const FieldChange& field, const Surroundings& around) {
    const LiveObject* const zone = around.parent;
    const auto is_of_enterprise = [](const Change* change) {
        return products::plan_class(change->resource->text_of("rate_plan")) == "enterprise";
    };
    if (std::ranges::any_of(around.before, is_of_enterprise)) return {.way = Lock::Way::opens};
    if (field.path != "hold" || field.after != Json(true)) return {.way = Lock::Way::moot};
    if (std::ranges::any_of(around.barred, is_of_enterprise)) {
        return {.summary = "only an Enterprise zone can be held, and an error keeps that plan from "
                           "being bought",
                .hint = "mend that error: the zone is held after it"};
    }
    const std::string_view plan = zone == nullptr ? std::string_view() : zone->text_of("plan");
    return {.summary = "only an Enterprise zone can be held" +
                       (plan.empty() ? "" : ", and the plan of this one is " + std::string(plan)),
            .hint =
                fmt::format("write plan: enterprise where your partner program can buy it ({}), or "
                            "remove the hold",
                            products::programs_that_sell("enterprise"))};
}

std::vector<Risk> risks(const Change& change, std::span<const Grant>) {
    constexpr std::string_view off_on[] = {"false", "true"};
    const Graded graded[] = {{"hold-lifted", "hold", off_on},
                             {"hold-lifted", "include_subdomains", off_on}};
    return weakened(change, graded);
}

bool cannot_be_held(const LiveObject& zone) { return zone.text_of("plan") != "enterprise"; }

constexpr OnePerParent one_per_parent{.absent_code = 1005, .as_it_began = cannot_be_held};
constexpr Editability editability{.lock = lock};

} // namespace

extern const Kind zone_hold;
constinit const Kind zone_hold{
    .name = "zone_hold",
    .plural = "zone holds",
    .word = "hold",
    .parent = "zone",
    .needs = needs,
    .runs = Runs::as_customer,
    .rights = {"Zone Read", "Zone Write"},
    .reading = {.object_path = "/zones/{zone}/hold", .from_api = from_api},
    .writing = {.calls = calls, .check = check, .risks = risks},
    .one_per_parent = &one_per_parent,
    .editability = &editability};

} // namespace tenantry::kinds
