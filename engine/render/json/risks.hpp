// What a reviewer must not miss.
#pragma once

#include "engine/base/json.hpp"
#include "engine/base/source.hpp"
#include "engine/model/plan.hpp"

namespace tenantry::render {

Json risks_json(const Plan& plan);
Json risks_json(const Step& step, const Sources& sources);

} // namespace tenantry::render
