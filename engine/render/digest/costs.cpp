// What is paid as remarks: one for each subscription, and one for each customer of whom not all is
// known, so that no sum is taken for the whole.
#include "engine/base/text.hpp"
#include "engine/render/cost_words.hpp"
#include "engine/render/digest/parts.hpp"
#include "engine/render/render.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <utility>

namespace tenantry::render {
namespace {

Remark of_cost(const Cost& cost) {
    Remark remark{.rule = "costs.subscription",
                  .customer = std::string(cost.address.customer()),
                  .subject = cost.address.text(),
                  .summary = fmt::format("{}: {}", printable(cost.product), price_in_words(cost))};
    const std::string components = components_in_words(cost);
    if (!components.empty()) remark.details.emplace_back("components", components);
    if (const std::string what = remarks_of(cost); !what.empty()) {
        remark.weight = Weight::warning;
        remark.details.emplace_back("look at", what);
    }
    if (!cost.id.empty()) remark.details.emplace_back("id", cost.id);
    return remark;
}

} // namespace

Digest costs_digest(const Costs& costs, const Diagnostics& diagnostics) {
    Digest digest{.summary = costs_summary(costs), .paid_title = "What is paid"};
    add_diagnostics(digest, diagnostics);
    const auto by_customer = costs.by_customer();
    for (const auto& [customer, sum] : by_customer)
        digest.paid.push_back({.customer = customer, .sum = sum_in_words(sum)});
    if (by_customer.size() > 1) digest.paid.push_back({.sum = sum_in_words(costs.sum())});
    for (const auto& [product, sum] : costs.by_product()) {
        digest.about.push_back(
            fmt::format("{}: {}, {}", product, costs.paid(product), sum_in_words(sum)));
    }
    std::ranges::transform(costs.costs, std::back_inserter(digest.remarks), of_cost);
    for (const Unjudged& each : costs.unjudged) {
        digest.remarks.push_back({.weight = Weight::warning,
                                  .rule = "costs.not-all",
                                  .customer = each.customer,
                                  .subject = each.customer,
                                  .summary = "not all is known: " + join(each.why, "; ")});
    }
    return digest;
}

} // namespace tenantry::render
