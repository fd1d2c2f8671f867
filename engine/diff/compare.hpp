// The difference between one resource and its live object, field by field, in canonical form.
#pragma once

#include "engine/model/change.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/match.hpp"
#include "engine/model/schema.hpp"

#include <cstddef>
#include <functional>
#include <vector>

namespace tenantry::diff {

/// The fields that the user wrote and that the live object has otherwise; all of them when there is
/// no live object. Ids and earlier names are no fields to compare, nor is the scope of a live
/// object; of a field in doubt nothing is said here.
std::vector<FieldChange> compare(const Resource& resource, const LiveObject* live,
                                 const Schema& schema);

/// Fills in Matched::differences, for all resources that could be matched and of which the run
/// speaks.
void compare_all(const KindTable& kinds, const Desired& desired, Matched& matched,
                 const std::function<bool(const Resource&)>& spoken_of);
void compare_all(const KindTable& kinds, const Desired& desired, Matched& matched);

/// The change of one resource as far as comparing tells it: nothing is judged, resolved or ordered.
Change difference_of(const Desired& desired, const Matched& matched, std::size_t index);

/// What a live map becomes when the members that the user wrote are laid over it; anything else is
/// replaced.
Json laid_over(const Json& live, const Json& wanted);

/// What keeps the resource from being judged: doubts at fields that the user wrote and, where it
/// `changes`, at those that a PUT would send back.
std::vector<const Doubt*> doubts_about(const Resource& resource, const LiveObject& live,
                                       bool changes);

} // namespace tenantry::diff
