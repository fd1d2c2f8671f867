// In which order people look for steps: by address, customer by customer, "c2" before "c10". They
// are carried out in another.
#pragma once

#include "engine/model/plan.hpp"

#include <cstddef>
#include <vector>

namespace tenantry::render {

/// Steps of the plan, by index.
std::vector<std::size_t> steps_in_order(const Plan& plan);

} // namespace tenantry::render
