// Which unit of the tenant a live object is placed in, compared with the one that a manifest
// writes.
#pragma once

#include "engine/model/change.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"
#include "engine/model/resource.hpp"

#include <optional>
#include <string_view>

namespace tenantry::diff {

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
