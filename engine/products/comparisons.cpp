#include "engine/products/comparisons.hpp"

#include "engine/base/text.hpp"
#include "engine/model/money.hpp"
#include "engine/products/plan_class.hpp"

namespace tenantry::products {
namespace {

std::string frequency_of(std::string_view text) {
    return text == "annual" ? "yearly" : std::string(text);
}

/// For plans of which a frequency does not apply the API says so for ever, whatever was ordered.
bool does_not_apply(std::string_view live) { return live.empty() || live == "not-applicable"; }

constexpr Comparison all[] = {{"plan-class", plan_class},
                              {"frequency", frequency_of, does_not_apply}};

} // namespace

constinit const Comparison by_plan_class = all[0];
constinit const Comparison by_frequency = all[1];

std::span<const Comparison> comparisons() { return all; }

std::string known_frequency(std::string_view text) {
    const std::string frequency = frequency_of(ascii_lower(text));
    return is_period(frequency) ? frequency : std::string();
}

} // namespace tenantry::products
