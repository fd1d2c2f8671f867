// Which parts of a live value are nobody's business: where the wanted value comes from a variable,
// the live one may be what that variable held before.
#pragma once

#include "engine/base/json.hpp"

#include <functional>

namespace tenantry {

/// What takes the place of a part, given what is live there and what is wanted.
using Replace = std::function<Json(const Json& live, const Json& wanted)>;

/// `live` with each part replaced for which `written`, what the user wrote, is not `wanted`, what
/// became of it. Members that the user did not write stay as they are.
Json replace_variable_parts(const Json& live, const Json& wanted, const Json& written,
                            const Replace& replace);

} // namespace tenantry
