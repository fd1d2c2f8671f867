// A paid product of an account: API reference, section 8. Found by its rate plan; the list holds
// all of them and there is no call for one. The list may hold the plans of zones too: these are the
// zones' own.
#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/kinds/shared/components.hpp"
#include "engine/kinds/shared/pricing.hpp"
#include "engine/kinds/shared/subscription.hpp"
#include "engine/model/answer.hpp"
#include "engine/model/canonical.hpp"
#include "engine/model/kind.hpp"
#include "engine/products/products.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>

namespace tenantry::kinds {
namespace {

constexpr ListCall lists[] = {{.path = "/accounts/{account}/subscriptions", .unpaged = true}};
constexpr std::string_view echoed[] = {"plan", "frequency", "components."};
constexpr std::string_view described[] = {"product", "public_name"};
constexpr ErrorHint hints[] = {
    billing_fails,
    ordered_before,
    {1204, "this account cannot buy that plan: check its id against your agreement with "
           "Cloudflare; trying again does not help before"},
    {1225, "this account has no access to that product: ask Cloudflare whether your agreement has "
           "it; trying again does not help before"},
    {1198, "the API could not read the order: correct the value that it names; where it names "
           "none, please report it as a mistake of tenantry; "
           "trying again does not help"},
};
constexpr BodyName body_names[] = {{"rate_plan", "plan"},
                                   {"component_values", "components", "name"}};

std::string canonical_plan(std::string_view plan) {
    return Comparison::ignore_case.canonical(plan);
}

std::optional<LiveObject> from_api(const Json& item) {
    if (is_over(item)) return std::nullopt;
    LiveObject object{.created_on = std::string(item.text_of("current_period_start"))};
    const Answer answer(item, object);
    const Json* zone = item.find("zone");
    const bool of_zone = zone != nullptr && !zone->is_null() && !answer.id("zone.id").empty();
    if (of_zone) return std::nullopt;
    object.id = answer.id("id");
    object.name = answer.key("rate_plan.id");
    object.fields.emplace_back("plan", object.name);
    read_subscription(item, object);
    // Contracts have several products under one id of a plan; both names are for people, too.
    answer.take_text("product.name", "product");
    answer.take_text("rate_plan.public_name", "public_name");
    return object;
}

std::vector<Call> calls(const Change& change) {
    const bool creates = change.action == Action::create;
    Call call{.method = creates ? Method::post : Method::put,
              .path = creates ? "/accounts/{account}/subscriptions"
                              : "/accounts/{account}/subscriptions/{account_subscription}",
              .once = true};
    call.body = subscription_body(change, change.resource->text_of("plan"), false);
    return {call};
}

std::string ordered_as(const Change& change, const Offer&) {
    return std::string(change.resource->text_of("plan"));
}

void judge(Change& change, const Offer&, Diagnostics& diagnostics) {
    const Resource& resource = *change.resource;
    const Field* product = resource.field("product");
    if (change.action != Action::create || product == nullptr) return;
    diagnostics.add(
        {.code = "plan.product",
         .summary =
             fmt::format("no live subscription of the plan {} is of the product {}, and an order "
                         "cannot name a product: nothing is bought",
                         in_quotes(change.ordered_as), in_quotes(resource.text_of("product"))),
         .hint = "correct the product, which tells subscriptions apart that are live; or remove "
                 "the line to have the plan bought by its id",
         .subject = resource.address.text(),
         .position = product->position});
}

Call look(const Resource&) { return {.path = std::string(lists[0].path)}; }

std::span<const std::string_view> documented_components(std::string_view plan) {
    const std::string id = canonical_plan(plan);
    if (id == canonical_plan("TEAMS_STANDARD")) return products::zero_trust_components;
    if (id == canonical_plan("PARTNERS_LOAD_BALANCING")) return products::load_balancing_components;
    if (id == canonical_plan("ADVANCED_CERT_MANAGER")) return products::certificate_components;
    return {};
}

void check(const Change& change, const Live& live, Diagnostics& diagnostics) {
    const std::string_view plan = change.resource->text_of("plan");
    const auto is_plan = [&](std::string_view known) {
        return canonical_plan(known) == canonical_plan(plan);
    };
    check_components(change, live,
                     {.shown = std::string(plan),
                      .field = "plan",
                      .is_plan = is_plan,
                      .documented = documented_components(plan)},
                     diagnostics);
    if (change.action != Action::create || std::ranges::any_of(products::account_plans(), is_plan))
        return;
    const Field* field = change.resource->field("plan");
    const std::vector<std::string> known(products::account_plans().begin(),
                                         products::account_plans().end());
    const std::string zone_plan = products::plan_class(plan);
    // With a product it is one of a contract, which goes by the name of its class.
    const bool of_zones =
        products::plan_rank(zone_plan).has_value() && change.resource->field("product") == nullptr;
    std::string hint =
        of_zones
            ? fmt::format("write it at the zone that it is for, under zones[].plan (plan: {}), and "
                          "remove it here",
                          zone_plan)
            : suggest(plan, known);
    if (hint.empty()) hint = "if your agreement names it, all is well";
    diagnostics.add({.severity = Severity::warning,
                     .code = "plan.undocumented-plan",
                     .summary = of_zones
                                    ? in_quotes(plan) + " is a plan of zones, not of an account"
                                    : "the plan id stands in none of Cloudflare's documents",
                     .hint = std::move(hint),
                     .subject = change.resource->address.text(),
                     .position = field == nullptr ? change.resource->position : field->position});
}

/// The plan by a name that prices can be found under, and guards allow. Of a contract the id says
/// as little as "enterprise", which is a plan of zones, with another price.
std::string priced_plan(const Change& change) {
    std::string plan(change.resource->text_of("plan"));
    if (!products::plan_rank(products::plan_class(plan))) return plan;
    const std::string_view product = change.live == nullptr ? "" : change.live->text_of("product");
    return plan + " of " + (product.empty() ? "an account" : std::string(product));
}

std::optional<Money> money(const Change& change, std::span<const PriceList> price_lists) {
    const std::string plan = priced_plan(change);
    Money money = money_of(change, price_lists, change.live == nullptr ? "" : plan, plan);
    money.downgrade = lowers_component(change);
    return money;
}

constexpr Sale sale{
    .ordered_as = ordered_as, .judge = judge, .money = money, .unpaid_state = unpaid_state};

} // namespace

extern const Kind account_subscription;
constinit const Kind account_subscription{
    .name = "account_subscription",
    .plural = "account subscriptions",
    .word = "subscription",
    .parent = "account",
    .hints = hints,
    .rights = {"Billing Read", "Billing Write"},
    .reading = {.list_calls = lists, .described = described, .from_api = from_api},
    .writing = {.echoed = echoed,
                .body_names = body_names,
                .reads_back = true,
                .calls = calls,
                .look = look,
                .check = check},
    .sale = &sale};

} // namespace tenantry::kinds
