// What a step does besides its calls, derived from its kind and its calls.
#pragma once

#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"
#include "engine/model/plan.hpp"

namespace tenantry::planner {

/// The step's calls and bindings are known. Whether it waits for something to become editable is
/// left to the caller: that depends on the steps before it.
Procedure procedure_of(const Step& step, const KindTable& kinds, const Live& live);

} // namespace tenantry::planner
