// Which live object each resource is: by pinned id, else by natural key within its parent and
// scope, else by a name it had before. Never guesses: two candidates are an error that names both
// and the line to add.
#pragma once

#include "engine/model/kind.hpp"
#include "engine/model/match.hpp"
#include "engine/model/resource.hpp"

namespace tenantry::diff {

/// Matches the resources of one kind; those of the kinds it lies in are matched already.
void match_kind(const Kind& kind, const KindTable& kinds, const Desired& desired, const Live& live,
                Matches& matches);

/// Matches all, and compares all.
Matched match(const KindTable& kinds, const Desired& desired, Live live);

} // namespace tenantry::diff
