// The kinds of this product, one source file each. The build finds them: engine/kinds/zone.cpp with
// schema/zone.json and tests/kinds/zone_test.cpp is a kind, without any list to edit.
#pragma once

#include "engine/model/kind.hpp"

namespace tenantry::kinds {

/// The kinds with the schemas of manifests, profiles, tenant and configuration.
KindTable all_kinds();

} // namespace tenantry::kinds
