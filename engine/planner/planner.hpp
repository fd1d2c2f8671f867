// From what is wanted and what is live to the steps between. Pure: no I/O, no clock. The same input
// gives the same plan, in whatever order the manifests were read.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/finding.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/plan.hpp"
#include "engine/model/selection.hpp"

#include <vector>

namespace tenantry::planner {

/// The plan for the selected part. A customer with an error gets no step at all and stands in
/// `Plan::refused`; the others are planned. The plan refers to `desired` and `live`.
Plan plan(const KindTable& kinds, const Desired& desired, const Live& live,
          const Selection& selection, Diagnostics& diagnostics);

/// The same differences as a drift report, sorted by address.
std::vector<Finding> findings(const Plan& plan);

} // namespace tenantry::planner
