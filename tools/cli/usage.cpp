#include "tools/cli/usage.hpp"

#include "engine/base/text.hpp"
#include "tools/cli/exit_code.hpp"

#include <fmt/core.h>

namespace tenantry::cli {

Ended usage(const std::string& what, const std::string& hint) {
    return {fmt::format("error: {}\n{}", printable(what),
                        hint.empty() ? "" : fmt::format("  hint: {}\n", hint)),
            static_cast<int>(ExitCode::usage)};
}

} // namespace tenantry::cli
