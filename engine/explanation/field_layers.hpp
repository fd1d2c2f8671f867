// The documents that say something of a field, one over the other.
#pragma once

#include "engine/explanation/explanation.hpp"

#include <string>
#include <vector>

namespace tenantry::explanation {

/// A value as it may be shown: what was written where a variable is in it.
Json shown_value(const Field& field, const Desired& desired);

/// Fills in `layers`, `kept_out` and `wanted`.
void lay(const Grounds& grounds, const Resource& resource, ExplainedField& field);

} // namespace tenantry::explanation
