// The exit codes, a contract with pipelines (README, "Exit codes").
#pragma once

#include "engine/model/plan.hpp"
#include "engine/model/report.hpp"

namespace tenantry::cli {

enum class ExitCode {
    done = 0,          // or nothing to do
    error = 1,         // nothing could be done
    differences = 2,   // with --detailed-exitcode only
    partly = 3,        // some customers done, others not
    guarded = 4,       // a guard refused all customers that had steps
    stale = 5,         // the live state moved under all customers of the saved plan
    no_credential = 7, // none, or one the API refuses
    usage = 64,        // usage or manifest error, or a confirmation needed and no terminal
    interrupted = 130,
};

/// For plan and drift: errors first, then differences if they count.
ExitCode exit_code(const Plan& plan, bool differs, bool detailed);
/// For a plan that guards, or a live state that moved, may have refused.
ExitCode plan_exit_code(const Plan& plan, bool detailed);
/// For apply. A customer that needed nothing counts as done, so that a second try of the same
/// trouble ends like the first.
ExitCode exit_code(const Plan& plan, const Report& report);
ExitCode exit_code(const Fault& fault);

} // namespace tenantry::cli
