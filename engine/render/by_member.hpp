// Changes of maps, member by member, as every format tells them. A member is an entry of a map in a
// field, not a person.
#pragma once

#include "engine/model/change.hpp"

#include <span>
#include <vector>

namespace tenantry::render {

/// The members of maps in which both sides differ, each as a change of its own: "nel.enabled". What
/// is no map, or new, is as it was.
std::vector<FieldChange> by_member(std::span<const FieldChange> fields);

} // namespace tenantry::render
