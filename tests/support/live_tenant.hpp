// A live tenant written down: objects as the API sends them, so that the kinds are under test too.
#pragma once

#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"

namespace tenantry::test {

/// The live state in an object with a member for each kind: a list, or lists by the id of what they
/// lie in; for a kind that its parents have one of, answers by the parent's id. Beside them
/// "unit", "role", "permission_group" and "resource_group" (catalogues), "rate_plan" (offers by
/// account), "rate_plan_unread" (why there are none, where nothing else tells the program) and
/// "self".
Live live_from(const Json& written, const KindTable& kinds);

} // namespace tenantry::test
