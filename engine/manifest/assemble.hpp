// The drafts of all files put together: defaults filled in, addresses given, order made independent
// of the files, and the mistakes found that only show between documents.
#pragma once

#include "engine/manifest/draft.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/resource.hpp"

namespace tenantry::manifest {

/// Fills in the layers of the customer that `layers` names.
Desired assemble(Drafts drafts, const KindTable& kinds, Diagnostics& diagnostics,
                 Layers* layers = nullptr);

} // namespace tenantry::manifest
