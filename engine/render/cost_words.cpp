#include "engine/render/cost_words.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <vector>

namespace tenantry::render {

std::string components_in_words(const Cost& cost) {
    std::vector<std::string> parts;
    for (const auto& [name, count] : cost.components)
        if (count != 0) parts.push_back(fmt::format("{} {}", printable(name), count));
    return join(parts, ", ");
}

std::string price_in_words(const Cost& cost) {
    const Quote price = cost.price();
    if (price) return price_text(*price);
    return "price unknown: " + printable(price.error());
}

std::string remarks_of(const Cost& cost) {
    std::vector<std::string> parts;
    if (!cost.unpaid_state.empty())
        parts.push_back(fmt::format("not paid: its state is {}", printable(cost.unpaid_state)));
    if (cost.differs()) parts.push_back("prices say " + price_text(*cost.listed));
    if (!cost.named) parts.emplace_back("no manifest names it");
    return join(parts, "; ");
}

std::string sum_in_words(const MoneySum& sum) {
    std::vector<std::string> parts;
    parts.reserve(sum.yearly.size());
    for (const auto& [currency, yearly] : sum.yearly) {
        parts.push_back(fmt::format("{} a month, {} a year",
                                    money_text(a_month(yearly, currency), currency),
                                    money_text(yearly, currency)));
    }
    if (sum.unknown > 0) parts.push_back(fmt::format("{} of unknown price", sum.unknown));
    if (parts.empty()) return "nothing";
    return join(parts, "; ");
}

} // namespace tenantry::render
