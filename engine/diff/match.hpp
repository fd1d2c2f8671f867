// Which live object each resource is: by pinned id, else by natural key within its parent and
// scope, else by a name it had before (design: "Identity"). Never guesses: two candidates are an
// error that names both and the line to add.
#pragma once

#include "engine/diff/references.hpp"
#include "engine/model/change.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/match.hpp"
#include "engine/model/resource.hpp"

#include <optional>
#include <string>

namespace tenantry::diff {

/// Matches the resources of one kind; those of the kinds it lies in are matched already.
void match_kind(const Kind& kind, const KindTable& kinds, const Desired& desired, const Live& live,
                Matches& matches);

/// Matches all.
Matched match(const KindTable& kinds, const Desired& desired, Live live);

/// Whether a live object is known to lie in another scope than wanted. A placement that is no entry
/// of the catalogue says nothing: that the API shows the unit there is not confirmed (API
/// reference, section 2), and taking it for "another" would create a second account.
bool placed_elsewhere(std::string_view placed, std::string_view wanted, const Catalogue& catalogue,
                      const Live& live);

/// The change that moves a live object into the scope that the resource writes, as names where both
/// have one; nothing when it lies there, or when that is not known.
std::optional<FieldChange> move_of(const Resource& resource, const LiveObject& object,
                                   const KindTable& kinds, const Live& live);

/// Whether a live object can be the resource as far as its name and scope tell.
bool could_be(const Resource& resource, const LiveObject& object, const KindTable& kinds,
              const Live& live);

} // namespace tenantry::diff
