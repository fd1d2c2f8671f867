#include "engine/model/costs.hpp"

#include <algorithm>

namespace tenantry {
namespace {

void add(MoneySum& sum, const Cost& cost) {
    if (!cost.unpaid_state.empty()) return;
    const Quote price = cost.price();
    const auto yearly = price ? price->a_year() : std::nullopt;
    if (!yearly) {
        ++sum.unknown;
    } else if (!yearly->is_zero()) {
        sum.yearly[price->currency] += *yearly;
    }
}

} // namespace

Quote Cost::price() const {
    if (source() == "api") return told;
    if (source() == "prices") return listed;
    return std::unexpected(missing);
}

std::string_view Cost::source() const {
    // A price without its period says less than one that has it.
    if (told && (told->a_year() || !listed)) return "api";
    return listed ? "prices" : "";
}

bool Cost::differs() const {
    if (!listed || !told) return false;
    return listed->a_year() != told->a_year() ||
           (!listed->amount.is_zero() && listed->currency != told->currency);
}

bool Costs::complete() const {
    return unjudged.empty() && std::ranges::none_of(costs, &Cost::unread);
}

MoneySum Costs::sum() const {
    MoneySum sum;
    for (const auto& [customer, each] : by_customer())
        sum.add(each);
    return sum;
}

std::map<std::string, MoneySum> Costs::by_customer() const {
    std::map<std::string, MoneySum> sums;
    for (const std::string& customer : customers)
        sums[customer];
    for (const Cost& cost : costs)
        add(sums[std::string(cost.address.customer())], cost);
    for (const Unjudged& each : unjudged)
        ++sums[each.customer].unknown;
    return sums;
}

std::map<std::string, MoneySum> Costs::by_product() const {
    std::map<std::string, MoneySum> sums;
    for (const Cost& cost : costs)
        if (cost.unpaid_state.empty()) add(sums[cost.product], cost);
    return sums;
}

std::size_t Costs::paid(std::string_view product) const {
    return static_cast<std::size_t>(std::ranges::count_if(costs, [&](const Cost& cost) {
        return cost.product == product && cost.unpaid_state.empty();
    }));
}

} // namespace tenantry
