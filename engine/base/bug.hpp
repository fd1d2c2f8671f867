// Broken invariants of our own: say so, say where, stop. Never for bad input and never for the
// world outside; those are Diagnostics and returned errors.
#pragma once

#include <source_location>
#include <string_view>

namespace tenantry {

/// Prints what is broken and where, then ends the program.
[[noreturn]] void bug(std::string_view what,
                      std::source_location where = std::source_location::current());

} // namespace tenantry
