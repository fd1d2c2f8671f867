// Pricing an order. What is included is the hard part: a plan with a price of its own has some of
// each component (20 page rules), which the list, or the live subscription as `default`, tells. A
// plan that is paid by the piece alone has none included: its default is only the smallest order.
// Where neither is told, the price is not known, because both guesses are wrong for somebody.
// Pieces without a price of the plan are all of the price only where nothing speaks of such a
// price.
#include "engine/products/price.hpp"

#include "engine/products/comparisons.hpp"
#include "engine/products/plan_class.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

namespace tenantry::products {
namespace {

constexpr Amount largest_price = Amount::whole(10'000'000'000);

std::optional<std::int64_t> count_in(const Components& components, std::string_view name) {
    const auto found = std::ranges::find(components, name, &Components::value_type::first);
    if (found == components.end()) return std::nullopt;
    return found->second;
}

/// Whether a plan has no price beside that of its pieces.
bool is_by_the_piece(const RatePlan& plan) { return !plan.flat || plan.flat->is_zero(); }

/// Why a list has no price of an order; of several reasons the one that comes nearest is told.
struct Missing {
    enum class What { plan, frequency, detail };
    What what = What::plan;
    std::string words = {};
};
using Priced = std::expected<Price, Missing>;

Priced missing(Missing::What what, std::string words) {
    return std::unexpected(Missing{what, std::move(words)});
}

using Entries = std::span<const RatePlan* const>;

/// Whether something is paid beside the pieces that this entry does not tell: another frequency
/// tells it, or the pieces are above what the plan includes, which has to come from somewhere.
bool lacks_its_own(const RatePlan& plan, Entries sold) {
    if (plan.flat) return false;
    const auto includes = [](const RatePlan::Component& component) {
        return component.unit && component.included.value_or(0) > 0;
    };
    return std::ranges::any_of(plan.components, includes) ||
           std::ranges::any_of(sold, [](const RatePlan* other) { return other->flat.has_value(); });
}

/// "no price of component page_rules of business", with the frequency where another one has it.
std::string no_price_of(const std::string& component, const RatePlan& plan, const Order& order,
                        Entries sold) {
    const bool elsewhere = std::ranges::any_of(sold, [&](const RatePlan* other) {
        const auto found =
            std::ranges::find(other->components, component, &RatePlan::Component::name);
        return found != other->components.end() && found->unit;
    });
    return fmt::format("no {}price of component {} of {}",
                       elsewhere ? known_frequency(plan.frequency) + " " : "", component,
                       order.plan);
}

/// What one component adds to the price of one plan.
std::expected<Amount, Missing> price_of_component(const RatePlan& plan, const Order& order,
                                                  Entries sold, const std::string& name,
                                                  std::int64_t wanted) {
    const auto unknown = [&](std::string words) {
        return std::unexpected(Missing{Missing::What::detail, std::move(words)});
    };
    // One zone is the plan itself.
    if (wanted <= 0 || (name == "zones" && wanted == 1 && !is_by_the_piece(plan))) return Amount();
    const auto listed = std::ranges::find(plan.components, name, &RatePlan::Component::name);
    const bool priced = listed != plan.components.end() && listed->unit;
    std::optional<std::int64_t> included =
        listed == plan.components.end() ? std::nullopt : listed->included;
    if (!included && priced && is_by_the_piece(plan)) included = 0;
    if (!included) included = count_in(order.included, name);
    if (included && wanted <= *included) return Amount();
    if (!priced) return unknown(no_price_of(name, plan, order, sold));
    if (listed->unit->is_zero()) return Amount();
    if (!included)
        return unknown(fmt::format("how many {} {} includes is not told", name, order.plan));
    return *listed->unit * wanted - *listed->unit * std::max<std::int64_t>(0, *included);
}

Priced price_by(const RatePlan& plan, const Order& order, Entries sold) {
    if (lacks_its_own(plan, sold)) {
        return missing(
            Missing::What::frequency,
            fmt::format("no {} price of {}", known_frequency(plan.frequency), order.plan));
    }
    Amount amount = plan.flat.value_or(Amount());
    bool tells = plan.flat.has_value();
    for (const RatePlan::Component& component : plan.components) {
        tells = tells || component.unit;
        const bool decides = is_by_the_piece(plan) && component.unit && !component.unit->is_zero();
        if (decides && !count_in(order.components, component.name)) {
            return missing(Missing::What::detail, fmt::format("how many {} of {} is not told",
                                                              component.name, order.plan));
        }
    }
    if (!tells) return missing(Missing::What::plan, "no price of " + order.plan);
    for (const auto& [name, wanted] : order.components) {
        const auto more = price_of_component(plan, order, sold, name, wanted);
        if (!more) return std::unexpected(more.error());
        amount += *more;
        if (amount >= largest_price) {
            return missing(Missing::What::detail,
                           fmt::format("the price of {} is out of all range", order.plan));
        }
    }
    if (amount.is_zero()) return Price();
    return Price{
        .amount = amount, .currency = plan.currency, .frequency = known_frequency(plan.frequency)};
}

} // namespace

Quote price_of(const Order& order, std::span<const RatePlan> plans) {
    std::vector<const RatePlan*> sold;
    for (const RatePlan& plan : plans) {
        const bool meant = sold_as(plan.id) == sold_as(order.plan);
        if (meant && !plan.currency.empty() && !known_frequency(plan.frequency).empty()) {
            sold.push_back(&plan);
        }
    }
    const auto frequency_of = [](const RatePlan* plan) { return known_frequency(plan->frequency); };
    std::string frequency = known_frequency(order.frequency);
    if (frequency.empty() && !sold.empty()) {
        frequency = frequency_of(sold.front());
        const auto same = [&](const RatePlan* plan) { return frequency_of(plan) == frequency; };
        if (!std::ranges::all_of(sold, same)) {
            return std::unexpected(fmt::format("how often {} is paid is not told", order.plan));
        }
    }
    Missing nearest{Missing::What::plan, "no price of " + order.plan};
    for (const RatePlan* plan : sold) {
        const Priced answer =
            frequency_of(plan) == frequency
                ? price_by(*plan, order, sold)
                : missing(Missing::What::frequency,
                          fmt::format("no {} price of {}", frequency, order.plan));
        if (answer) return *answer;
        if (answer.error().what > nearest.what) nearest = answer.error();
    }
    return std::unexpected(nearest.words);
}

} // namespace tenantry::products
