#include "engine/manifest/tenant.hpp"

#include "engine/manifest/schema_check.hpp"
#include "engine/model/canonical.hpp"
#include "engine/model/plan_class.hpp"

#include <algorithm>

namespace tenantry::manifest {
namespace {

std::vector<std::string> texts_of(Node list) {
    std::vector<std::string> texts;
    for (const Node item : list.items())
        texts.emplace_back(item.text());
    return texts;
}

std::optional<SpendLimit> spend_limit(const Json& limits, std::string_view scope) {
    const Json* amounts = limits.find(scope);
    if (amounts == nullptr || amounts->members() == nullptr) return std::nullopt;
    SpendLimit limit;
    for (const auto& [currency, amount] : *amounts->members())
        limit[currency] = cents(amount).value_or(0);
    return limit;
}

UpdateLimit update_limit(const Json& limits, std::string_view scope) {
    const Json* found = limits.find(scope);
    UpdateLimit limit;
    const auto number = [&](std::string_view name) -> std::optional<std::int64_t> {
        const Json* value = found == nullptr ? nullptr : found->find(name);
        if (value == nullptr || value->integer() == nullptr) return std::nullopt;
        return *value->integer();
    };
    limit.count = number("count");
    limit.percent = number("percent");
    return limit;
}

RatePlan read_price(const Json& price) {
    RatePlan plan{.id = std::string(price.text_of("plan")),
                  .currency = std::string(price.text_of("currency")),
                  .frequency = std::string(price.text_of("frequency"))};
    if (plan.frequency.empty()) plan.frequency = "monthly";
    const Json* amount = price.find("price");
    const std::int64_t value = amount == nullptr ? 0 : cents(*amount).value_or(0);
    const std::string_view per = price.text_of("per");
    if (per.empty()) {
        plan.flat_cents = value;
    } else {
        plan.components.push_back({std::string(per), std::nullopt, value});
    }
    return plan;
}

} // namespace

Guards read_guards(Node guards) {
    Guards result{.position = guards.position()};
    if (const auto plans = guards.find("allowed_plans")) result.allowed_plans = texts_of(*plans);
    if (const auto spend = guards.find("max_monthly_increase")) {
        const Json limits = to_json(*spend);
        result.spend_of_customer = spend_limit(limits, "customer");
        result.spend_of_run = spend_limit(limits, "run");
    }
    if (const auto updates = guards.find("max_updates")) {
        const Json limits = to_json(*updates);
        result.updates_of_kind = update_limit(limits, "kind");
        result.updates_of_customer = update_limit(limits, "customer");
        result.updates_of_run = update_limit(limits, "run");
    }
    if (const auto globs = guards.find("protect")) result.protect = texts_of(*globs);
    return result;
}

// Entries of one plan and frequency belong together: a price of its own and one a piece.
std::vector<RatePlan> read_prices(Node prices) {
    std::vector<RatePlan> plans;
    for (const Node item : prices.items()) {
        if (!item.is_map()) continue;
        RatePlan price = read_price(to_json(item));
        const auto same = [&](const RatePlan& plan) {
            return plan_class(plan.id) == plan_class(price.id) && plan.currency == price.currency &&
                   canonical_text(plan.frequency, Comparison::frequency) ==
                       canonical_text(price.frequency, Comparison::frequency);
        };
        const auto found = std::ranges::find_if(plans, same);
        if (found == plans.end()) {
            plans.push_back(std::move(price));
            continue;
        }
        found->flat_cents += price.flat_cents;
        found->components.insert(found->components.end(), price.components.begin(),
                                 price.components.end());
    }
    return plans;
}

} // namespace tenantry::manifest
