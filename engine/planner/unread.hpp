// Lists and catalogues that could not be read. Most keep their customer from being judged. If only
// a right is missing, just the entries of that list, and whatever belongs to them, are skipped.
// This is about Live::unread, whole lists; a field of one object that could not be read is in
// LiveObject::unread.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"
#include "engine/model/resource.hpp"
#include "engine/planner/scope.hpp"

#include <set>
#include <utility>
#include <vector>

namespace tenantry::planner {

/// Lists that the credential may not read: the kind of what stands in them, and what they lie in.
using ClosedLists = std::set<std::pair<const Kind*, const Resource*>>;

/// What stands in such lists and what lies in that; parallel to Desired::resources.
std::vector<bool> lying_in(const ClosedLists& lists, const Desired& desired);

/// What is said of a list of `parent` that could not be read. `alone`: the rest of its customer
/// goes on.
Diagnostic unread_list(const Unread& unread, const Resource& parent, const Kind& kind, bool alone);

/// What is said of resources of the scope that name something in a catalogue which could not be
/// read: nobody knows what they mean. One cause stands at one place, whosever line it is.
Diagnostics unread_names(const KindTable& kinds, const Desired& desired, const Live& live,
                         const Scope& scope);

} // namespace tenantry::planner
