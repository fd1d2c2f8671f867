// What /control changes reads in the audit logs like the work of somebody at the dashboard, because
// that is what it stands for.
#pragma once

#include "tools/simulator/control/control.hpp"
#include "tools/simulator/world/object_kind.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace tenantry::simulator {

/// Notes that an object of the kind was made, changed or removed. `object` is all of it, `changes`
/// what was sent. Who did it may stand in the query of the call: actor=EMAIL, context=dash|api_key|
/// api_token|oauth, and token=NAME.
void note_at_dashboard(const ObjectKind& kind, std::string_view action,
                       const nlohmann::json& object, const nlohmann::json& changes,
                       const ControlCall& call);

} // namespace tenantry::simulator
