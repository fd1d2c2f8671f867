// Which forms the result of a command has, and where --output sends them.
#pragma once

#include "tools/cli/flags.hpp"

#include <expected>

namespace tenantry::cli {

/// Fills Arguments::outputs with what --output and --json say, or text.
std::expected<void, Ended> judge_outputs(Raw& raw);

} // namespace tenantry::cli
