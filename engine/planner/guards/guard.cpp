#include "engine/planner/guards/rule.hpp"

#include <algorithm>

namespace tenantry::planner {
namespace {

// In the order in which they judge.
const Rule* const rules[] = {&protect_rule,   &keep_rule,     &roles_rule,  &allowed_plans_rule,
                             &downgrade_rule, &spending_rule, &updates_rule};

bool is_lifted(const Rule& rule, const Overrides& overrides) {
    if (&rule == &downgrade_rule) return overrides.allow_downgrade;
    return std::ranges::find(overrides.forced, rule.name) != overrides.forced.end();
}

} // namespace

std::span<const std::string_view> guard_names() {
    static constexpr std::string_view names[] = {"allowed_plans", "keep",    "max_monthly_increase",
                                                 "max_updates",   "protect", "roles"};
    return names;
}

void guard(Plan& plan, const KindTable& kinds, const Desired& desired, const Live& live,
           const Overrides& overrides, Diagnostics& diagnostics) {
    Review review(plan, kinds, desired, live, diagnostics);
    for (const Rule* rule : rules) {
        if (!is_lifted(*rule, overrides)) rule->judge(review);
    }
}

} // namespace tenantry::planner
