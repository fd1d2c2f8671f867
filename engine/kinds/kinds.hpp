// The kinds of this product, one source file each. The build finds them: engine/kinds/zone.cpp with
// schema/zone.json and tests/kinds/zone_test.cpp is a kind, without any list to edit.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/resource.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace tenantry::kinds {

/// The kinds with the schemas of manifests, profiles, tenant and configuration.
KindTable all_kinds();

/// The JSON Schemas as they are in schema/, by name without ".json": for editors.
const std::vector<std::pair<std::string_view, std::string_view>>& schema_texts();

/// Adds an error for each value that can never be, whatever is live: settings that contradict each
/// other. A plan says it of what it would change.
void check_alone(const Desired& desired, Diagnostics& diagnostics);

} // namespace tenantry::kinds
