#include "engine/base/bug.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace tenantry {

void bug(std::string_view what, std::source_location where) {
    const std::string text = "tenantry: this is a bug in tenantry: " + std::string(what) + " (" +
                             where.file_name() + ":" + std::to_string(where.line()) + ")\n";
    std::fputs(text.c_str(), stderr);
    // No core file: credentials are in memory. The exit code is that of any error.
    std::_Exit(1);
}

} // namespace tenantry
