#include "engine/render/text/money.hpp"

#include "engine/base/natural_order.hpp"
#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

namespace tenantry::render {
namespace {

std::string price_or_why(const Quote& price) {
    return price ? price_text(*price) : fmt::format("price unknown ({})", printable(price.error()));
}

/// Beside what the price list says, what is paid: the two may differ, and the difference between
/// them is nothing that a step does.
bool is_paid_otherwise(const Money& money) {
    return money.paid && !(money.old_price == *money.paid);
}

std::string money_lines(const std::string& title,
                        const std::map<std::string_view, MoneySum>& customers, Style style) {
    if (customers.empty()) return {};
    Lines lines;
    MoneySum all;
    for (const auto& [customer, sum] : customers)
        all.add(sum);
    std::vector<std::string_view> names;
    names.reserve(customers.size());
    for (const auto& [customer, sum] : customers)
        names.push_back(customer);
    std::ranges::sort(names, stands_before);
    for (const std::string_view customer : names) {
        const MoneySum& sum = customers.at(customer);
        lines.emplace_back(printable(customer), sum.empty() ? "no change" : sum_text(sum));
    }
    if (customers.size() > 1)
        lines.emplace_back("in all", all.empty() ? "no change" : sum_text(all));
    return fmt::format("{}\n{}\n", title, aligned(lines, style));
}

} // namespace

std::string money_change(const Money& money) {
    if (money.old_plan.empty()) return price_or_why(money.new_price);
    const std::string_view downgrade = money.perhaps_downgrade ? "  (perhaps a downgrade)"
                                       : money.downgrade       ? "  (a downgrade)"
                                                               : "";
    return fmt::format("{} -> {}{}", price_or_why(money.old_price), price_or_why(money.new_price),
                       downgrade);
}

void add_price(Lines& lines, const Money& money) {
    lines.emplace_back("price", money_change(money));
}

void add_paid(Lines& lines, const Money& money) {
    if (!is_paid_otherwise(money)) return;
    lines.emplace_back("paid now", price_text(*money.paid) + ", as the API says");
}

std::string money_lines(const Plan& plan, Style style) {
    return money_lines("What is paid changes by:", plan.money_by_customer(), style) +
           money_lines("What is refused would change it by:", plan.refused_money_by_customer(),
                       style);
}

} // namespace tenantry::render
