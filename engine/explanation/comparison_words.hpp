// Why two values count as equal, in words.
#pragma once

#include "engine/base/json.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/schema.hpp"

#include <string>
#include <string_view>

namespace tenantry::explanation {

/// For values that comparing has found equal; both may be spelled differently.
std::string equal_words(const Kind& kind, const Schema& facts, std::string_view path,
                        const Json& live, const Json& wanted);

} // namespace tenantry::explanation
