// What a reviewer must not miss, as JSON; as text it is in the door.
#pragma once

#include "engine/base/json.hpp"
#include "engine/model/plan.hpp"

namespace tenantry::render {

Json risks_json(const Plan& plan);
Json risks_json(const Step& step, const Sources& sources);

} // namespace tenantry::render
