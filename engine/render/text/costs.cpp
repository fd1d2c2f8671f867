#include "engine/base/text.hpp"
#include "engine/render/cost_words.hpp"
#include "engine/render/render.hpp"
#include "engine/render/text/heading.hpp"
#include "engine/render/text/table.hpp"
#include "engine/render/text/wrap.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace tenantry::render {
namespace {

/// The address without its customer, under whom it stands.
std::string rows_of(std::span<const Cost> costs, Style style) {
    Table table{.indent = 4};
    for (const Cost& cost : costs) {
        TableRow row{.cells = {{within_customer(cost.address)},
                               {printable(cost.product)},
                               {components_in_words(cost)},
                               {price_in_words(cost)}}};
        const std::string remarks = remarks_of(cost);
        if (!remarks.empty()) row.cells.push_back({remarks, Color::yellow});
        table.rows.push_back(std::move(row));
    }
    return in_columns(table, style);
}

std::string products_of(const Costs& costs, Style style) {
    const std::map<std::string, MoneySum> sums = costs.by_product();
    if (sums.empty()) return {};
    Lines lines;
    for (const auto& [product, sum] : sums) {
        lines.emplace_back(printable(product),
                           fmt::format("{}: {}", costs.paid(product), sum_in_words(sum)));
    }
    return "By product:\n" + aligned(lines, style) + "\n";
}

} // namespace

std::string costs(const Costs& costs, Style style) {
    std::string text;
    auto next = costs.costs.begin();
    for (const auto& [customer, sum] : costs.by_customer()) {
        text += paint(printable(customer), Color::bold, style) + ": " + sum_in_words(sum) + "\n";
        const auto end = std::find_if(next, costs.costs.end(), [&](const Cost& cost) {
            return cost.address.customer() != customer;
        });
        text += rows_of({next, end}, style);
        next = end;
        for (const Unjudged& each : costs.unjudged) {
            if (each.customer == customer)
                text += "    not all is known: " + printable(join(each.why, "; ")) + "\n";
        }
        text += "\n";
    }
    return text + products_of(costs, style) + fitted(costs_summary(costs) + "\n", style);
}

std::string costs_summary(const Costs& costs) {
    std::string text = fmt::format("Costs of {}: {}.", counted(costs.customers.size(), "customer"),
                                   sum_in_words(costs.sum()));
    const auto differing = std::ranges::count_if(costs.costs, &Cost::differs);
    if (differing > 0)
        text += fmt::format(" {} of another price in the Tenant document.", differing);
    const auto unnamed = std::ranges::count(costs.costs, false, &Cost::named);
    if (unnamed > 0) text += fmt::format(" {} in no manifest.", unnamed);
    if (costs.other_accounts > 0) {
        text += fmt::format(" Not counted: {} that no manifest names.",
                            counted(costs.other_accounts, "account"));
    }
    return text;
}

} // namespace tenantry::render
