// The difference between one resource and its live object, field by field, in canonical form.
#pragma once

#include "engine/model/change.hpp"
#include "engine/model/schema.hpp"

#include <vector>

namespace tenantry {

/// The fields that the user wrote and that the live object has otherwise; all of them when there is
/// no live object. Ids and earlier names are no fields to compare, nor is the scope of a live
/// object.
std::vector<FieldChange> compare(const Resource& resource, const LiveObject* live,
                                 const Schema& schema);

} // namespace tenantry
