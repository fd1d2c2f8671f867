// The objects that /control changes past all rules: what a path below one of their kinds means, and
// what each method does there. The kinds themselves are described in world.
#pragma once

#include "tools/simulator/control/control.hpp"
#include "tools/simulator/world/object_kind.hpp"

#include <string_view>

namespace tenantry::simulator {

/// The kind that a path is below; null when there is none.
const ObjectKind* kind_at(std::string_view path);

Reply answer_objects(const ObjectKind& kind, const ControlCall& call);

} // namespace tenantry::simulator
