// The plan of a zone: API reference, section 7. Written as `plan:`, short (a class) or long. Every
// zone has one: free, unless one was bought. Judged on the subscription itself, never on the zone,
// which shows changes late and only the retail plan.
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
#include <vector>

namespace tenantry::kinds {
namespace {

constexpr std::string_view echoed[] = {"rate_plan", "frequency", "components."};
constexpr ErrorHint hints[] = {
    billing_fails,
    ordered_before,
    {1204, "this account cannot buy the plan by that id: which ids can be bought depends on the "
           "partner program; write spec.program in the Tenant document where the plan names "
           "another than yours, else ask Cloudflare whether your agreement has the plan; trying "
           "again does not help before"},
    {1198, "the API could not read the order: correct the value that it names; where it names "
           "none, please report it as a mistake of tenantry; "
           "trying again does not help"},
    {1225, "this account has no access to that product: ask Cloudflare whether your agreement has "
           "it; trying again does not help before"},
};
constexpr BodyName body_names[] = {{"component_values", "components", "name"}};

std::string class_of(const LiveObject* live) {
    const std::string_view now = live == nullptr ? "" : live->text_of("rate_plan");
    return now.empty() ? "free" : products::plan_class(now);
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
    const std::string known = products::plan_class(plan);
    // What no list knows is shown as it is.
    object.fields.emplace_back("rate_plan", products::plan_rank(known) ? known : plan);
    if (!plan.empty() && !products::is_class_word(plan))
        object.fields.emplace_back("plan_id", plan);
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
           class_of(&told) == products::plan_class(resource.text_of("rate_plan"));
}

// POST from free, PUT after (quirk 11).
std::vector<Call> calls(const Change& change) {
    const std::string now = class_of(change.live);
    const std::string wanted = products::plan_class(change.resource->text_of("rate_plan"));
    Call call{.method = now == "free" ? Method::post : Method::put,
              .path = "/zones/{zone}/subscription",
              .once = true};
    const std::string& id = change.ordered_as.empty() ? wanted : change.ordered_as;
    call.body = wanted == "free" ? Json::object({{"rate_plan", Json::object({{"id", id}})}})
                                 : subscription_body(change, id, now != wanted);
    return {call};
}

bool same_id(std::string_view a, std::string_view b) { return ascii_lower(a) == ascii_lower(b); }

/// The ids by which the API offers a class; a trial, say, is not what its class means.
std::vector<std::string> offered_for(std::string_view wanted, const Offer& offer) {
    std::vector<std::string> ids;
    for (const RatePlan& plan : offer.plans) {
        if (products::sold_as(plan.id) == wanted) ids.push_back(plan.id);
    }
    return ids;
}

/// What the API offers beside the usual ids of a class.
std::vector<std::string> apart_of(std::string_view wanted, const Offer& offer) {
    std::vector<std::string> ids;
    for (const RatePlan& plan : offer.plans) {
        if (products::plan_class(plan.id) == wanted && products::sold_as(plan.id) != wanted)
            ids.push_back(plan.id);
    }
    return ids;
}

/// Whether the program is taken because the list that may name another could not be read.
bool is_guess(const TenantProgram& program) {
    return program.source == TenantProgram::Evidence::unread;
}

/// The id that a class is ordered by: the one that the zone has already, one of those that the API
/// offers, or the program's, where that is known; "" where there is none.
std::string id_for(const std::string& wanted, const LiveObject* live, const Offer& offer) {
    const std::string_view now = live == nullptr ? "" : live->text_of("plan_id");
    if (!now.empty() && products::plan_class(now) == wanted) return std::string(now);
    const std::string_view own =
        is_guess(offer.program) ? "" : products::plan_id(offer.program, wanted).value_or("");
    const std::vector<std::string> offered = offered_for(wanted, offer);
    const auto same = [&](const std::string& id) { return same_id(id, own); };
    const auto found = std::ranges::find_if(offered, same);
    if (found != offered.end()) return *found;
    if (!offered.empty()) return offered.front();
    return apart_of(wanted, offer).empty() ? std::string(own) : std::string();
}

/// Nothing is bought by the ids of a program that the tenant may not be of.
Diagnostic not_known(const Change& change, const std::string& wanted, const Offer& offer) {
    return {.code = "plan.unread-offers",
            .summary = fmt::format(
                "the id that the zone plan {} is ordered by depends on the partner program, "
                "which is not known: {}",
                in_quotes(wanted), printable(products::reason_of(offer.program))),
            .hint = "write spec.program in the Tenant document: reseller, agency or msp",
            .subject = change.resource->address.text(),
            .position = change.resource->field("rate_plan")->position,
            .notes = {{"this order is left out; all else of the customer goes on"}},
            .field = "rate_plan"};
}

/// What can be bought, by the list of the zone itself where it was read.
std::string what_is_sold(const Offer& offer) {
    std::vector<std::string> plans;
    for (const RatePlan& plan : offer.plans) {
        const std::string known = products::plan_class(plan.id);
        if (products::plan_rank(known)) plans.push_back(known + " (" + plan.id + ")");
    }
    return plans.empty() ? products::plans_of(offer.program) : join(plans, ", ");
}

Diagnostic not_sold(const Change& change, const std::string& wanted, const Offer& offer) {
    const std::string& name = offer.program.name;
    const Field* field = change.resource->field("rate_plan");
    Diagnostic diagnostic{.code = "plan.not-sold",
                          .subject = change.resource->address.text(),
                          .position = field->position};
    const bool written = offer.program.source == TenantProgram::Evidence::manifest;
    const std::string program = written
                                    ? ""
                                    : fmt::format("; {} is taken because {}", name,
                                                  printable(products::reason_of(offer.program)));
    if (wanted == "free") {
        diagnostic.summary =
            fmt::format("the program {} names no free plan, and the API offers none for this zone, "
                        "so that this plan cannot be given up by the API",
                        name);
        diagnostic.hint =
            fmt::format("give it up at the dashboard or with Cloudflare's support; until then "
                        "write the plan that the zone has, or leave the plan out{}",
                        program);
        return diagnostic;
    }
    if (const std::vector<std::string> apart = apart_of(wanted, offer); !apart.empty()) {
        diagnostic.summary = fmt::format(
            "of the class {} the API offers this zone {} only, which may be something else",
            in_quotes(wanted), printable(join(apart, ", ")));
        diagnostic.hint = "write the id that is meant: plan: " + printable(apart.front());
        return diagnostic;
    }
    diagnostic.summary =
        fmt::format("the program {} cannot buy the zone plan {}", name, in_quotes(wanted));
    diagnostic.hint =
        fmt::format("write one that it can buy: {}{}", printable(what_is_sold(offer)), program);
    return diagnostic;
}

std::string hint_for_id(const Offer& offer) {
    return fmt::format("known are {}; write a class, as business, to have its id chosen",
                       printable(what_is_sold(offer)));
}

/// Where no list of the zone itself was read, the program tells what it can be sold.
void check_program_of_id(const Change& change, const Field& field, const Offer& offer,
                         Diagnostics& diagnostics) {
    using enum TenantProgram::Evidence;
    const std::string_view whose = products::program_of_id(change.ordered_as);
    const bool told = offer.program.source != nothing && !is_guess(offer.program);
    if (!told || whose.empty() || whose == offer.program.name) return;
    diagnostics.add({.severity = Severity::warning,
                     .code = "plan.not-offered",
                     .summary = fmt::format(
                         "{} is an id of the program {}, and yours is {}, because {}; it is sent "
                         "as it stands here",
                         in_quotes(change.ordered_as), whose, offer.program.name,
                         printable(products::reason_of(offer.program))),
                     .hint = hint_for_id(offer),
                     .subject = change.resource->address.text(),
                     .position = field.position});
}

/// An id that the API does not offer, or that nobody knows.
void check_written_id(const Change& change, const Field& field, const Offer& offer,
                      Diagnostics& diagnostics) {
    const std::string& id = change.ordered_as;
    const bool offered = std::ranges::any_of(
        offer.plans, [&](const RatePlan& plan) { return same_id(plan.id, id); });
    const bool known = products::plan_rank(products::plan_class(id)).has_value();
    if (offered) return;
    if (known && offer.plans.empty()) {
        return check_program_of_id(change, field, offer, diagnostics);
    }
    const bool surely_none = !known && !offer.plans.empty();
    diagnostics.add(
        {.severity = surely_none ? Severity::error : Severity::warning,
         .code = "plan.not-offered",
         .summary = (offer.plans.empty() ? "no list of plans that tenantry knows has "
                                         : "the API's list of rate plans does not have ") +
                    in_quotes(id) + (surely_none ? "" : ", which is sent as it stands here"),
         .hint = hint_for_id(offer),
         .subject = change.resource->address.text(),
         .position = field.position});
}

// An id of the API is sent as it stands in the manifest, a class by the id that is sold here.
std::string ordered_as(const Change& change, const Offer& offer) {
    const std::string written(change.resource->text_of("rate_plan"));
    return products::is_class_word(written)
               ? id_for(products::plan_class(written), change.live, offer)
               : written;
}

void check_id(const Change& change, const Offer& offer, Diagnostics& diagnostics) {
    const Field& field = *change.resource->field("rate_plan");
    const std::string written(change.resource->text_of("rate_plan"));
    if (!products::is_class_word(written))
        return check_written_id(change, field, offer, diagnostics);
    if (!change.ordered_as.empty()) return;
    const std::string wanted = products::plan_class(written);
    diagnostics.add(is_guess(offer.program) ? not_known(change, wanted, offer)
                                            : not_sold(change, wanted, offer));
}

/// Free is sent by its id alone: what stands beside it would be shown, priced at nothing and never
/// ordered. What the zone has of it anyway is no order.
void check_free(const Change& change, Diagnostics& diagnostics) {
    const bool is_free = change.live != nullptr && class_of(change.live) == "free";
    for (const Field& field : change.resource->fields) {
        const std::string_view component = component_of(field.path);
        const bool orders = !component.empty() || field.path == "frequency";
        if (!orders || (is_free && !change.changes(field.path))) continue;
        diagnostics.add(
            {.code = "plan.free-takes-nothing",
             .summary = component.empty() ? "the free plan is not paid, so it takes no frequency"
                                          : fmt::format("the free plan takes no components, so {} "
                                                        "cannot be ordered with it",
                                                        in_quotes(component)),
             .hint = fmt::format("remove {}, or write a plan that it can be bought with, as pro",
                                 printable(field.path)),
             .subject = change.resource->address.text(),
             .position = field.position,
             .notes = {{"nothing of this order is sent before that is mended"}},
             .field = field.path});
    }
}

void judge(Change& change, const Offer& offer, Diagnostics& diagnostics) {
    check_id(change, offer, diagnostics);
    const std::string wanted = products::plan_class(change.resource->text_of("rate_plan"));
    const bool another = class_of(change.live) != wanted && wanted != "free";
    if (another && !change.ordered_as.empty()) raise_what_is_kept(change, offer);
}

void check(const Change& change, const Live& live, Diagnostics& diagnostics) {
    const std::string wanted = products::plan_class(change.resource->text_of("rate_plan"));
    if (wanted == "free") return check_free(change, diagnostics);
    check_components(
        change, live,
        {.shown = wanted,
         .field = "rate_plan",
         .is_plan = [&](std::string_view id) { return products::plan_class(id) == wanted; },
         .documented = products::zone_plan_components},
        diagnostics);
}

std::optional<Money> money(const Change& change, std::span<const PriceList> lists) {
    const std::string now = class_of(change.live);
    const std::string wanted = products::plan_class(change.resource->text_of("rate_plan"));
    // A plan that no list knows goes by its own name, and so does one with a price of its own.
    const std::string_view id = change.live == nullptr ? "" : change.live->text_of("plan_id");
    const std::string shown = !id.empty() && products::plan_rank(now) ? products::sold_as(id)
                              : products::plan_rank(now) || change.live == nullptr
                                  ? now
                                  : std::string(change.live->text_of("rate_plan"));
    const bool ordered = products::plan_class(change.ordered_as) == wanted;
    Money money =
        money_of(change, lists, shown, ordered ? products::sold_as(change.ordered_as) : wanted);
    const auto rank = products::plan_rank(now);
    const auto new_rank = products::plan_rank(wanted);
    const bool another = now != wanted;
    const bool lower = rank && new_rank && *new_rank < *rank;
    // Nothing is above Enterprise and everything above free.
    const bool untold = !(rank && new_rank) && wanted != "enterprise" && now != "free";
    money.perhaps_downgrade = another && untold && wanted != "free";
    money.lower_plan = another && (lower || untold);
    money.downgrade = lowers_component(change) || money.lower_plan;
    return money;
}

bool is_free(const LiveObject& zone) { return zone.text_of("plan") == "free"; }

constexpr OnePerParent one_per_parent{.absent_code = 1207,
                                      .from_parent = from_parent,
                                      .told_enough = told_enough,
                                      .as_it_began = is_free};
constexpr Sale sale{.offers_path = "/zones/{zone}/available_rate_plans",
                    .ordered_as = ordered_as,
                    .judge = judge,
                    .money = money,
                    .unpaid_state = unpaid_state};

} // namespace

extern const Kind zone_subscription;
constinit const Kind zone_subscription{
    .name = "zone_subscription",
    .plural = "zone subscriptions",
    .word = "plan",
    .parent = "zone",
    .hints = hints,
    .rights = {"Billing Read", "Billing Write"},
    .reading = {.object_path = "/zones/{zone}/subscription", .from_api = from_api},
    .writing = {.echoed = echoed,
                .body_names = body_names,
                .reads_back = true,
                .calls = calls,
                .check = check},
    .one_per_parent = &one_per_parent,
    .sale = &sale};

} // namespace tenantry::kinds
