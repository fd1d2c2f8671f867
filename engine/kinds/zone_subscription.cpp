// The plan of a zone: API reference, section 7. Written as `plan:`, short (a class) or long. Every
// zone has one: free, unless one was bought. Judged on the subscription itself, never on the zone,
// which shows changes late and only the retail plan.
#include "engine/kinds/shared/components.hpp"
#include "engine/kinds/shared/pricing.hpp"
#include "engine/kinds/shared/subscription.hpp"
#include "engine/model/answer.hpp"
#include "engine/model/canonical.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/plan_class.hpp"

#include <string>

namespace tenantry::kinds {
namespace {

constexpr std::string_view echoed[] = {"rate_plan", "frequency", "components."};
constexpr ErrorHint hints[] = {
    {1204, "this account cannot buy that plan: write free, pro, business or enterprise, and ask "
           "Cloudflare whether your agreement has it; trying again does not help before"},
    {1198, "the API could not read the order: correct the value that it names; where it names "
           "none, please report it as a mistake of tenantry; "
           "trying again does not help"},
    {1225, "this account has no access to that product: ask Cloudflare whether your agreement has "
           "it; trying again does not help before"},
};
constexpr BodyName body_names[] = {{"component_values", "components", "name"}};

// API reference, sections 7 and 19.
constexpr std::string_view documented[] = {"zones", "page_rules", "dedicated_certificates",
                                           "dedicated_certificates_custom"};

std::string class_of(const LiveObject* live) {
    const std::string_view now = live == nullptr ? "" : live->text_of("rate_plan");
    return now.empty() ? "free" : plan_class(now);
}

std::optional<LiveObject> from_api(const Json& item) {
    LiveObject object;
    if (item.is_null() || is_over(item)) {
        object.fields.emplace_back("rate_plan", "free");
        if (item.is_null()) object.unset = {"rate_plan"}; // nobody has ever bought one
        return object;
    }
    // Without one it says nothing, least of all that the zone is free.
    const std::string plan = Answer(item, object).key("rate_plan.id");
    object.fields.emplace_back("rate_plan", plan_class(plan));
    read_subscription(item, object);
    return object;
}

LiveObject from_parent(const LiveObject& zone) {
    LiveObject object;
    if (const Json* plan = zone.field("plan")) object.fields.emplace_back("rate_plan", *plan);
    return object;
}

bool told_enough(const Resource& resource, const LiveObject& told) {
    return resource.fields.size() == 1 && told.field("rate_plan") != nullptr &&
           class_of(&told) == plan_class(resource.text_of("rate_plan"));
}

// POST from free, PUT after (quirk 11).
std::vector<Call> calls(const Change& change) {
    const std::string now = class_of(change.live);
    const std::string wanted = plan_class(change.resource->text_of("rate_plan"));
    Call call{.method = now == "free" ? Method::post : Method::put,
              .path = "/zones/{zone}/subscription",
              .once = true};
    const std::string_view id = partner_plan(wanted).value_or(std::string_view(wanted));
    call.body = wanted == "free" ? Json::object({{"rate_plan", Json::object({{"id", id}})}})
                                 : subscription_body(change, id, now != wanted);
    return {call};
}

void check(const Change& change, const Live& live, Diagnostics& diagnostics) {
    const std::string wanted = plan_class(change.resource->text_of("rate_plan"));
    check_components(change, live,
                     {.shown = wanted,
                      .field = "rate_plan",
                      .is_plan = [&](std::string_view id) { return plan_class(id) == wanted; },
                      .documented = documented},
                     diagnostics);
    if (!plan_rank(wanted) || partner_plan(wanted)) return;
    const Field* field = change.resource->field("rate_plan");
    diagnostics.add({.code = "plan.not-sold",
                     .summary = "the zone plan " + wanted + " is not sold to partners",
                     .hint = "write free, pro, business or enterprise",
                     .subject = change.resource->address.text(),
                     .position = field->position});
}

std::optional<Money> money(const Change& change, std::span<const PriceList> lists) {
    const std::string now = class_of(change.live);
    const std::string wanted = plan_class(change.resource->text_of("rate_plan"));
    Money money = money_of(change, lists, now, wanted);
    const bool another = now != wanted;
    const auto rank = plan_rank(now);
    const auto new_rank = plan_rank(wanted);
    // From a plan that nobody knows, every way may lead down.
    money.downgrade =
        lowers_component(change) || (another && (!rank || !new_rank || *new_rank < *rank));
    return money;
}

} // namespace

extern const Kind zone_subscription;
constinit const Kind zone_subscription{.name = "zone_subscription",
                                       .plural = "zone subscriptions",
                                       .word = "plan",
                                       .parent = "zone",
                                       .single = true,
                                       .object_path = "/zones/{zone}/subscription",
                                       .absent_code = 1207,
                                       .echoed = echoed,
                                       .hints = hints,
                                       .body_names = body_names,
                                       .buys = true,
                                       .reads_back = true,
                                       .rights = {"Billing Read", "Billing Write"},
                                       .offers_path = "/zones/{zone}/available_rate_plans",
                                       .from_api = from_api,
                                       .from_parent = from_parent,
                                       .told_enough = told_enough,
                                       .calls = calls,
                                       .check = check,
                                       .money = money};

} // namespace tenantry::kinds
