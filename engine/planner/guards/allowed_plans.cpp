#include "engine/base/text.hpp"
#include "engine/planner/guards/rule.hpp"
#include "engine/products/products.hpp"

#include <algorithm>

namespace tenantry::planner {
namespace {

bool is_allowed(const std::string& plan, const std::vector<std::string>& allowed) {
    return std::ranges::any_of(allowed, [&](const std::string& one) {
        return products::sold_as(one) == products::sold_as(plan);
    });
}

void judge_allowed_plans(Review& review) {
    const auto& allowed = review.guards().allowed_plans;
    if (!allowed) return;
    review.each_step(allowed_plans_rule.name, "add it to allowed_plans in the Tenant document",
                     [&](const Step& step) -> std::optional<Breach> {
                         if (!step.money) return std::nullopt;
                         const std::string& plan = step.money->new_plan;
                         // What is there already is not bought, nor is what costs nothing by its
                         // nature.
                         const bool bought = !plan.empty() && plan != step.money->old_plan &&
                                             products::plan_class(plan) != "free";
                         if (!bought || is_allowed(plan, *allowed)) return std::nullopt;
                         return Breach{.what =
                                           "the guards do not allow this plan: " + printable(plan),
                                       .guard = "allowed_plans"};
                     });
}

} // namespace

const Rule allowed_plans_rule = {"allowed_plans", judge_allowed_plans};

} // namespace tenantry::planner
