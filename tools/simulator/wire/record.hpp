// A recording of the API exchanges, one line of JSON each, for contract tests. Credentials stay
// out.
#pragma once

#include "tools/simulator/text/request.hpp"

#include <string>
#include <string_view>

namespace tenantry::simulator {

/// One exchange as one line, without the line end. `path` is the path below /client/v4; `route` is
/// its template, empty when there is none; `fault` names what was provoked, empty when nothing was.
std::string record_line(const Request& request, std::string_view path, std::string_view route,
                        const Reply& reply, std::string_view fault);

} // namespace tenantry::simulator
