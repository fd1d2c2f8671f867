// What a step gives and risks, as its kind tells it.
#pragma once

#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"
#include "engine/model/plan.hpp"

namespace tenantry::planner {

/// Fills in Step::grants, with the names that are known, and Step::risks. Bindings and money of the
/// step are complete.
void add_risks(Step& step, const KindTable& kinds, const Live& live);

} // namespace tenantry::planner
