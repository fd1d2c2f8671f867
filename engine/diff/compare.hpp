// The difference between one resource and its live object, field by field, in canonical form.
#pragma once

#include "engine/model/change.hpp"
#include "engine/model/schema.hpp"

#include <vector>

namespace tenantry::diff {

/// The fields that the user wrote and that the live object has otherwise; all of them when there is
/// no live object. Ids and earlier names are no fields to compare, nor is the scope of a live
/// object; of a field in doubt nothing is said here.
std::vector<FieldChange> compare(const Resource& resource, const LiveObject* live,
                                 const Schema& schema);

/// What a live map becomes when the members that the user wrote are laid over it; anything else is
/// replaced.
Json laid_over(const Json& live, const Json& wanted);

/// What keeps the resource from being judged: doubts at fields that the user wrote and, where it
/// `changes`, at those that a PUT would send back.
std::vector<const Doubt*> doubts_about(const Resource& resource, const LiveObject& live,
                                       bool changes);

} // namespace tenantry::diff
