// The exit codes, a contract with pipelines (README, "Exit codes"). How a run that came to its end
// ends is decided here and nowhere else; one that is refused before says it itself (refusal.hpp).
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/health.hpp"
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
    locked = 6,        // another run held all customers that had steps
    no_credential = 7, // none, or one the API refuses
    usage = 64,        // usage or manifest error, or a confirmation needed and no terminal
    interrupted = 130,
};

/// For plan and drift: errors first, then differences if they count.
ExitCode exit_code(const Plan& plan, bool differs, bool detailed);
/// For drift: `ended` is that an Ignore document has ended for good, which is a mistake in the
/// manifests; `fails` and `detailed` that a finding counts, and that findings do at all.
ExitCode drift_exit_code(const Plan& plan, bool ended, bool fails, bool detailed);
/// For a plan that guards, or a live state that moved, may have refused.
ExitCode plan_exit_code(const Plan& plan, bool detailed);
/// For apply. A customer that needed nothing counts as done, so that a second try of the same
/// trouble ends like the first.
ExitCode exit_code(const Plan& plan, const Report& report);
ExitCode exit_code(const Fault& fault);
/// For validate.
ExitCode exit_code(const Diagnostics& diagnostics);
ExitCode exit_code(const Health& health);
/// For a result that could not be written where it was wanted. A run that `wrote` to the API has
/// done something, and is not one that could do nothing.
ExitCode unwritten(ExitCode code, bool wrote);

} // namespace tenantry::cli
