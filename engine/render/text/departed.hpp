// What the manifests spoke of before and do no longer. Nothing else would tell: it stays as it is.
#pragma once

#include "engine/model/plan.hpp"

#include <string>

namespace tenantry::render {

/// "" where nothing has left.
std::string departed_lines(const Plan& plan);

} // namespace tenantry::render
