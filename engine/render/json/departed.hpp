// What the manifests spoke of before and do no longer.
#pragma once

#include "engine/base/json.hpp"
#include "engine/model/plan.hpp"

namespace tenantry::render {

Json departed_json(const Plan& plan);

} // namespace tenantry::render
