// What differs, resource by resource: matching, comparing, and what the API cannot change.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/change.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/match.hpp"

#include <optional>
#include <span>

namespace tenantry::planner {

/// The change of one matched resource, or nothing when it is as wanted. `owner` is the id of the
/// live account it lies in, whose catalogues hold; "" when there is none yet. What stands in the
/// way is added to `diagnostics`, and then the result means nothing.
std::optional<Change> change_of(const KindTable& kinds, const Resource& resource,
                                const Match& match, std::string_view owner, const Live& live,
                                const Written& written, Diagnostics& diagnostics);

/// Judges the differences in locked fields: those that come to the same are taken out of the
/// change, and those that no step before it opens are errors. For `before` and `parent` see
/// Kind::lock.
void judge_lock(Change& change, std::span<const Change* const> before, const LiveObject* parent,
                Diagnostics& diagnostics);

} // namespace tenantry::planner
