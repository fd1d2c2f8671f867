// People who have an answer to give.
#pragma once

#include "engine/base/json.hpp"
#include "engine/model/plan.hpp"

namespace tenantry::render {

Json waiting_json(const Plan& plan);

} // namespace tenantry::render
