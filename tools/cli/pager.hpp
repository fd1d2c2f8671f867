// A text that is longer than the screen, in the program that people page with: PAGER, or less. Only
// where a person is at both ends; anybody else gets the text as it is.
#pragma once

#include "tools/cli/environment.hpp"
#include "tools/cli/terminal.hpp"

#include <string>

namespace tenantry::cli {

/// Shows it, and waits until the person has seen enough. False where it is not for a pager, or
/// there is none: nothing is shown then.
bool page(const std::string& text, const Terminal& terminal, const Environment& environment);

} // namespace tenantry::cli
