// Where a fault of a step is shown.
#pragma once

#include "engine/base/source.hpp"
#include "engine/model/plan.hpp"
#include "engine/model/request.hpp"

#include <optional>

namespace tenantry::render {

/// The manifest line of the field that the fault speaks of, or of the resource.
Position fault_position(const Step& step, const std::optional<Fault>& fault);

} // namespace tenantry::render
