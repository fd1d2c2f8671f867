// What is not settled, because somebody has still to agree or said no: no step can do anything
// about it. The words are those of the kinds.
#pragma once

#include "engine/model/plan.hpp"

#include <string>

namespace tenantry::render {

/// One list for each sort of thing that stands so; "" where nothing does.
std::string waiting_lines(const Plan& plan, Acceptance acceptance);

} // namespace tenantry::render
