#include "engine/model/money.hpp"

#include "engine/base/text.hpp"
#include "engine/model/canonical.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace tenantry {
namespace {

// Larger amounts are mistakes, and sums of smaller ones stay in range.
constexpr double largest_amount = 1e10;
constexpr std::int64_t largest_cents = 1'000'000'000'000;

std::int64_t periods_a_year(std::string_view frequency) {
    if (frequency == "weekly") return 52;
    if (frequency == "monthly") return 12;
    if (frequency == "quarterly") return 4;
    if (frequency == "yearly") return 1;
    return 0;
}

std::string grouped(std::int64_t units) {
    std::string text = std::to_string(units);
    for (std::size_t at = text.size(); at > 3; at -= 3)
        text.insert(at - 3, ",");
    return text;
}

} // namespace

std::optional<std::int64_t> Price::yearly_cents() const {
    if (cents == 0) return 0;
    const std::int64_t periods = periods_a_year(frequency);
    if (periods == 0) return std::nullopt;
    return cents * periods;
}

std::optional<Price> price_of(const RatePlan& plan, const Components& components,
                              std::string_view frequency) {
    const std::string wanted =
        frequency.empty() ? "monthly" : canonical_text(frequency, Comparison::frequency);
    const std::string sold = canonical_text(plan.frequency, Comparison::frequency);
    if (wanted != sold || plan.currency.empty()) return std::nullopt;
    for (const RatePlan::Component& component : plan.components) {
        const auto said =
            std::ranges::find(components, component.name, &Components::value_type::first);
        // With a price of its own the plan has some of it; without, the pieces are the price.
        const bool decisive = !component.included && plan.flat_cents == 0;
        if (decisive && said == components.end()) return std::nullopt;
    }
    Price price{.cents = plan.flat_cents, .currency = plan.currency, .frequency = sold};
    for (const auto& [name, count] : components) {
        const auto found = std::ranges::find(plan.components, name, &RatePlan::Component::name);
        if (found == plan.components.end()) continue;
        std::int64_t more = 0;
        if (__builtin_sub_overflow(count, found->included.value_or(0), &more)) return std::nullopt;
        more = std::max<std::int64_t>(0, more);
        const bool too_much = __builtin_mul_overflow(more, found->unit_cents, &more) ||
                              __builtin_add_overflow(price.cents, more, &price.cents);
        if (too_much) return std::nullopt;
    }
    if (price.cents > largest_cents || price.cents < -largest_cents) return std::nullopt;
    if (price.cents == 0) return Price();
    return price;
}

void MoneySum::add(const Money& money) {
    const auto before = money.old_price ? money.old_price->yearly_cents() : std::nullopt;
    const auto after = money.new_price ? money.new_price->yearly_cents() : std::nullopt;
    if (!before || !after) {
        ++unknown;
        return;
    }
    const std::int64_t less = before.value_or(0);
    const std::int64_t more = after.value_or(0);
    if (less != 0) yearly[money.old_price->currency] -= less;
    if (more != 0) yearly[money.new_price->currency] += more;
    std::erase_if(yearly, [](const auto& amount) { return amount.second == 0; });
}

void MoneySum::add(const MoneySum& other) {
    for (const auto& [currency, amount] : other.yearly)
        yearly[currency] += amount;
    std::erase_if(yearly, [](const auto& amount) { return amount.second == 0; });
    unknown += other.unknown;
}

std::optional<std::int64_t> cents(const Json& amount) {
    double value = 0;
    if (const std::int64_t* integer = amount.integer()) {
        value = static_cast<double>(*integer);
    } else if (const double* real = amount.real()) {
        value = *real;
    } else {
        return std::nullopt;
    }
    if (!(std::abs(value) < largest_amount)) return std::nullopt;
    return std::llround(value * 100);
}

std::string money_text(std::int64_t cents, std::string_view currency, bool sign) {
    const std::int64_t size = std::abs(cents);
    std::string text = cents < 0 ? "-" : sign ? "+" : "";
    if (!currency.empty()) text += printable(currency) + " ";
    const std::string fraction = std::to_string(size % 100);
    return text + grouped(size / 100) + "." + (fraction.size() < 2 ? "0" : "") + fraction;
}

std::string price_text(const Price& price) {
    if (price.cents == 0) return "free";
    return money_text(price.cents, price.currency) + " " + printable(price.frequency);
}

std::string sum_text(const MoneySum& sum) {
    std::vector<std::string> parts;
    for (const auto& [currency, yearly] : sum.yearly) {
        const auto monthly =
            static_cast<std::int64_t>(std::llround(static_cast<double>(yearly) / 12.0));
        parts.push_back(money_text(monthly, currency, true) + " a month, " +
                        money_text(yearly, currency, true) + " a year");
    }
    std::string text = join(parts, "; ");
    if (sum.unknown == 0) return text;
    if (!text.empty()) text += ", and ";
    return text + counted(sum.unknown, "change") + " of unknown price";
}

} // namespace tenantry
