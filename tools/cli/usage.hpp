// How a mistake of the command line is told.
#pragma once

#include "tools/cli/arguments.hpp"

#include <string>

namespace tenantry::cli {

/// What is wrong, what to do about it if anybody knows, and exit code 64.
Ended usage(const std::string& what, const std::string& hint = "");

} // namespace tenantry::cli
