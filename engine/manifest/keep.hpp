// Fields that guards keep, of kinds whose fields are open: a slip in a name would keep nothing.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/resource.hpp"

namespace tenantry::manifest {

/// Adds an error for each kept field that neither the API's document nor any manifest has.
void check_keep(const Desired& desired, const KindTable& kinds, Diagnostics& diagnostics);

} // namespace tenantry::manifest
