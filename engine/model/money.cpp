#include "engine/model/money.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry {
namespace {

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

} // namespace

std::optional<Amount> Price::a_year() const {
    if (amount.is_zero()) return Amount();
    const std::int64_t periods = periods_a_year(frequency);
    if (periods == 0) return std::nullopt;
    return amount * periods;
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

bool is_period(std::string_view frequency) { return periods_a_year(frequency) != 0; }

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
        parts.push_back(fmt::format("{} a month, {} a year",
                                    money_text(a_month(yearly, currency), currency, true),
                                    money_text(yearly, currency, true)));
    }
    std::string text = join(parts, "; ");
    if (sum.unknown == 0) return text;
    if (!text.empty()) text += ", and ";
    return text + counted(sum.unknown, "change") + " of unknown price";
}

} // namespace tenantry
