// The values that can be written back, written and tried.
#pragma once

#include "engine/undo/judge.hpp"

namespace tenantry::undo {

/// Makes the patch and says of each reversal whether it is in it. `ways` are those of the
/// reversals, in their order.
void write_patch(Undo& undo, const std::vector<WayBack>& ways, const manifest::Loaded& manifests,
                 const KindTable& kinds, const manifest::Variables& variables,
                 const std::string& folder);

} // namespace tenantry::undo
