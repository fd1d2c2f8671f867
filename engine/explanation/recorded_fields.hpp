// What earlier runs did about a field and found of it.
#pragma once

#include "engine/explanation/explanation.hpp"

#include <string_view>

namespace tenantry::explanation {

/// Fills in `applied` and `agreed`. `object` is the live object's id, by which a resource is known
/// that had another address then; "" where there is none.
void remember(const Past& past, const Resource& resource, std::string_view object,
              ExplainedField& field);

} // namespace tenantry::explanation
