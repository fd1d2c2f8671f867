// What is one thing to Cloudflare although it is spelled otherwise (API reference, section 7), as
// the schemas name it in x-comparison.
#pragma once

#include "engine/model/comparison.hpp"

#include <span>
#include <string>
#include <string_view>

namespace tenantry::products {

/// "plan-class": zone plans by class, in whatever spelling.
extern const Comparison by_plan_class;

/// "frequency": annual is yearly; what does not apply, or is not told, is as wanted.
extern const Comparison by_frequency;

/// Both, for whoever makes a SchemaSet.
std::span<const Comparison> comparisons();

/// weekly, monthly, quarterly or yearly in any spelling, or "": not-applicable is no period.
std::string known_frequency(std::string_view text);

} // namespace tenantry::products
