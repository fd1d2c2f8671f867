// From a request to the reply of its handler: finds what the path is below, and refuses what the
// route's needs refuse. Handlers are asked only for what exists and what the caller may do.
#pragma once

#include "tools/simulator/api/router.hpp"

namespace tenantry::simulator {

/// All routes of the API.
Router make_router();

/// True for a route that is open to everybody: no caller is looked for.
bool is_public(const Match& match);

/// The reply to the call for which the router found `match`.
Reply dispatch(Call call, const Match& match);

} // namespace tenantry::simulator
