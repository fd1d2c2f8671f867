#include "tools/cli/commands.hpp"
#include "tools/cli/printer.hpp"

// Behind the command of this name: g++ takes the one for shadowed by the other.
#include "tools/cli/version.hpp"

#include <fmt/core.h>

namespace tenantry::cli {

ExitCode run_version(Setup& setup) {
    const Result result{.text = [](render::Style) { return fmt::format("tenantry {}\n", version); },
                        .json = [](Json&) {},
                        .csv = no_words,
                        .digest = no_digest,
                        .prometheus = no_words};
    return print(setup, result);
}

} // namespace tenantry::cli
