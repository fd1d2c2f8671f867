// What the last lines of a plan, a report and a drift report have in common.
#pragma once

#include "engine/model/plan.hpp"

#include <string>

namespace tenantry::render {

/// " 2 fields left out because of errors.", or "".
std::string left_out(const Plan& plan);

/// " Not planned because of errors: acme.", or "".
std::string not_planned(const Plan& plan);

/// "3 resources of 1 customer are as wanted."; what was rejected is not.
std::string as_wanted(const Plan& plan);

} // namespace tenantry::render
