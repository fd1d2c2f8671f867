// The variables of the environment, asked for by name and from nowhere else, so that a test says
// what is set.
#pragma once

#include "tools/cli/refusal.hpp"

#include <expected>
#include <functional>
#include <optional>
#include <string>

namespace tenantry::cli {

/// Where environment variables come from; nothing for one that is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// The value of a variable without the blanks around its end; "" when it is not set. One that is
/// set but empty is a mistake: whoever set it meant something, and it is not the default.
std::expected<std::string, Refusal> variable(const Environment& environment,
                                             const std::string& name);

} // namespace tenantry::cli
