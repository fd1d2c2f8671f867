// The commands. Each calls the doors of the engine in order and returns an exit code; what a test
// would need to reach belongs to the engine instead.
#pragma once

#include "tools/cli/exit_code.hpp"
#include "tools/cli/setup.hpp"

namespace tenantry::cli {

ExitCode run_validate(Setup& setup);
ExitCode run_plan(Setup& setup);
ExitCode run_apply(Setup& setup);
ExitCode run_show(Setup& setup);
ExitCode run_drift(Setup& setup);
ExitCode run_costs(Setup& setup);
ExitCode run_explain(Setup& setup);
ExitCode run_history(Setup& setup);
ExitCode run_undo(Setup& setup); // of history
ExitCode run_settle(Setup& setup);
ExitCode run_unlock(Setup& setup);
ExitCode run_ledger(Setup& setup);
ExitCode run_doctor(Setup& setup);
ExitCode run_permissions(Setup& setup);
ExitCode run_export(Setup& setup);
ExitCode run_adopt(Setup& setup);
ExitCode run_init(Setup& setup);
ExitCode run_version(Setup& setup);

} // namespace tenantry::cli
