// The commands. Each takes the arguments, calls the doors of the engine in order, prints, and
// returns an exit code; what a test would need to reach belongs to the engine instead.
#pragma once

#include "engine/model/kind.hpp"
#include "tools/cli/arguments.hpp"
#include "tools/cli/connection.hpp"
#include "tools/cli/exit_code.hpp"
#include "tools/cli/terminal.hpp"

namespace tenantry::cli {

/// What every command gets.
struct Context {
    const Arguments& arguments;
    const KindTable& kinds;
    const Terminal& terminal;
    const Environment& environment;
};

ExitCode run_validate(const Context& context);
ExitCode run_plan(const Context& context);
ExitCode run_apply(const Context& context);
ExitCode run_show(const Context& context);
ExitCode run_drift(const Context& context);
ExitCode run_doctor(const Context& context);
ExitCode run_permissions(const Context& context);
ExitCode run_version(const Context& context);

/// Prints a result. What can't be written turns "done" and "differences" into an error; a run that
/// did something says so even then.
ExitCode print(const Context& context, const Result& result, ExitCode code);

} // namespace tenantry::cli
