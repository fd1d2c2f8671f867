// Live values in a plan file that a variable may have held before. The file keeps a fingerprint of
// each: enough to see whether the value moved since, and nothing that anybody could read.
#pragma once

#include "engine/model/change.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"
#include "engine/model/resource.hpp"

namespace tenantry::planner {

/// What the user wrote for a field that a variable goes into, or null. What names things counts as
/// readable: addresses tell it anyway, and guards and prices speak of plans.
const Json* written_with_variables(const VariableTexts& written, Position position,
                                   const Schema& field);

/// The old value of a field as a plan file keeps it.
Json fingerprinted(const FieldChange& change);

/// Puts fingerprints into the object that a resource of `desired` is.
void hide_values(const KindTable& kinds, const Desired& desired, const Resource& resource,
                 LiveObject& object);

/// Takes out those that are of the value that is wanted; the others differ from it, whatever they
/// stand for.
void reveal_wanted(const KindTable& kinds, const Desired& desired, const Resource& resource,
                   LiveObject& object);

} // namespace tenantry::planner
