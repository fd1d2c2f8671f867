#include "engine/render/step_order.hpp"

#include "engine/base/natural_order.hpp"

#include <algorithm>
#include <numeric>

namespace tenantry::render {

std::vector<std::size_t> steps_in_order(const Plan& plan) {
    std::vector<std::size_t> steps(plan.steps.size());
    std::iota(steps.begin(), steps.end(), std::size_t{0});
    std::ranges::stable_sort(steps, stands_before, [&](std::size_t i) -> const std::string& {
        return plan.steps[i].address().text();
    });
    return steps;
}

} // namespace tenantry::render
