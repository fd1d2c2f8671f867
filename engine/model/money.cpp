// Pricing an order. What is included is the hard part: a plan with a price of its own has some of
// each component (20 page rules), which the list, or the live subscription as `default`, tells. A
// plan that is paid by the piece alone has none included: its default is only the smallest order.
// Where neither is told, the price is not known, because both guesses are wrong for somebody.
// Pieces without a price of the plan are all of the price only where nothing speaks of such a
// price.
#include "engine/model/money.hpp"

#include "engine/base/text.hpp"
#include "engine/model/canonical.hpp"
#include "engine/model/plan_class.hpp"

#include <algorithm>

namespace tenantry {
namespace {

constexpr Amount largest_price = Amount::whole(10'000'000'000);

std::int64_t periods_a_year(std::string_view frequency) {
    if (frequency == "weekly") return 52;
    if (frequency == "monthly") return 12;
    if (frequency == "quarterly") return 4;
    if (frequency == "yearly") return 1;
    return 0;
}

std::string with_commas(std::string text) {
    const std::size_t point = std::min(text.find('.'), text.size());
    for (std::size_t at = point; at > 3; at -= 3)
        text.insert(at - 3, ",");
    return text;
}

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
    return "no " + (elsewhere ? known_frequency(plan.frequency) + " " : "") +
           "price of component " + component + " of " + order.plan;
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
    if (!included) return unknown("how many " + name + " " + order.plan + " includes is not told");
    return *listed->unit * wanted - *listed->unit * std::max<std::int64_t>(0, *included);
}

Priced price_by(const RatePlan& plan, const Order& order, Entries sold) {
    if (lacks_its_own(plan, sold)) {
        return missing(Missing::What::frequency,
                       "no " + known_frequency(plan.frequency) + " price of " + order.plan);
    }
    Amount amount = plan.flat.value_or(Amount());
    bool tells = plan.flat.has_value();
    for (const RatePlan::Component& component : plan.components) {
        tells = tells || component.unit;
        const bool decides = is_by_the_piece(plan) && component.unit && !component.unit->is_zero();
        if (decides && !count_in(order.components, component.name)) {
            return missing(Missing::What::detail,
                           "how many " + component.name + " of " + order.plan + " is not told");
        }
    }
    if (!tells) return missing(Missing::What::plan, "no price of " + order.plan);
    for (const auto& [name, wanted] : order.components) {
        const auto more = price_of_component(plan, order, sold, name, wanted);
        if (!more) return std::unexpected(more.error());
        amount += *more;
        if (amount >= largest_price) {
            return missing(Missing::What::detail,
                           "the price of " + order.plan + " is out of all range");
        }
    }
    if (amount.is_zero()) return Price();
    return Price{
        .amount = amount, .currency = plan.currency, .frequency = known_frequency(plan.frequency)};
}

} // namespace

std::optional<Amount> Price::a_year() const {
    if (amount.is_zero()) return Amount();
    const std::int64_t periods = periods_a_year(frequency);
    if (periods == 0) return std::nullopt;
    return amount * periods;
}

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
            return std::unexpected("how often " + order.plan + " is paid is not told");
        }
    }
    Missing nearest{Missing::What::plan, "no price of " + order.plan};
    for (const RatePlan* plan : sold) {
        const Priced answer =
            frequency_of(plan) == frequency
                ? price_by(*plan, order, sold)
                : missing(Missing::What::frequency, "no " + frequency + " price of " + order.plan);
        if (answer) return *answer;
        if (answer.error().what > nearest.what) nearest = answer.error();
    }
    return std::unexpected(nearest.words);
}

void MoneySum::add(const Money& money) {
    const auto before = money.old_price ? money.old_price->a_year() : std::nullopt;
    const auto after = money.new_price ? money.new_price->a_year() : std::nullopt;
    if (!before || !after) {
        ++unknown;
        return;
    }
    if (!before->is_zero()) yearly[money.old_price->currency] -= *before;
    if (!after->is_zero()) yearly[money.new_price->currency] += *after;
    std::erase_if(yearly, [](const auto& entry) { return entry.second.is_zero(); });
}

void MoneySum::add(const MoneySum& other) {
    for (const auto& [currency, amount] : other.yearly)
        yearly[currency] += amount;
    std::erase_if(yearly, [](const auto& entry) { return entry.second.is_zero(); });
    unknown += other.unknown;
}

std::string known_frequency(std::string_view text) {
    const std::string frequency = canonical_text(ascii_lower(text), Comparison::frequency);
    return periods_a_year(frequency) == 0 ? std::string() : frequency;
}

std::string known_currency(std::string_view text) {
    std::string currency;
    for (const char c : ascii_lower(text)) {
        if (c < 'a' || c > 'z') return {};
        currency += static_cast<char>(c - 'a' + 'A');
    }
    return currency.size() == 3 ? currency : std::string();
}

int decimals_of(std::string_view currency) {
    constexpr std::string_view none[] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                         "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                         "VND", "VUV", "XAF", "XOF", "XPF"};
    constexpr std::string_view three[] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
    constexpr std::string_view four[] = {"CLF", "UYW"};
    if (std::ranges::find(none, currency) != std::end(none)) return 0;
    if (std::ranges::find(three, currency) != std::end(three)) return 3;
    return std::ranges::find(four, currency) != std::end(four) ? 4 : 2;
}

Amount a_month(Amount yearly, std::string_view currency, Amount::Rounding rounding) {
    return yearly.divided_by(12, decimals_of(currency), rounding);
}

std::string money_text(Amount amount, std::string_view currency, bool sign) {
    std::string text = amount.is_negative() ? "-" : sign ? "+" : "";
    if (!currency.empty()) text += printable(currency) + " ";
    const Amount size = amount.is_negative() ? -amount : amount;
    return text + with_commas(size.text(decimals_of(currency)));
}

std::string price_text(const Price& price) {
    if (price.amount.is_zero()) return "free";
    const std::string amount = money_text(price.amount, price.currency);
    if (price.frequency.empty()) return amount + " for a period that nobody tells";
    return amount + " " + printable(price.frequency);
}

std::string sum_text(const MoneySum& sum) {
    std::vector<std::string> parts;
    parts.reserve(sum.yearly.size());
    for (const auto& [currency, yearly] : sum.yearly) {
        parts.push_back(money_text(a_month(yearly, currency), currency, true) + " a month, " +
                        money_text(yearly, currency, true) + " a year");
    }
    std::string text = join(parts, "; ");
    if (sum.unknown == 0) return text;
    if (!text.empty()) text += ", and ";
    return text + counted(sum.unknown, "change") + " of unknown price";
}

} // namespace tenantry
