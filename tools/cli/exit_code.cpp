#include "tools/cli/exit_code.hpp"

#include <algorithm>

namespace tenantry::cli {

ExitCode exit_code(const Plan& plan, bool differs, bool detailed) {
    if (!plan.refused.empty() && plan.refused.size() == plan.customers) return ExitCode::error;
    // Of a customer in doubt all but a few fields is judged.
    if (!plan.refused.empty() || !plan.in_doubt.empty()) return ExitCode::partly;
    return differs && detailed ? ExitCode::differences : ExitCode::done;
}

ExitCode plan_exit_code(const Plan& plan, bool detailed) {
    const std::size_t refused = plan.refused_steps();
    if (refused == 0 && plan.stale.empty()) {
        return exit_code(plan, !plan.steps.empty(), detailed);
    }
    if (refused < plan.steps.size() || !plan.carried_out.empty()) return ExitCode::partly;
    if (!plan.refused.empty()) return ExitCode::error;
    const auto stale = static_cast<std::size_t>(std::ranges::count_if(
        plan.steps, [](const Step& step) { return step.refused_by == "stale"; }));
    if (stale == refused) return ExitCode::stale;
    return stale == 0 && plan.stale.empty() ? ExitCode::guarded : ExitCode::error;
}

ExitCode exit_code(const Plan& plan, const Report& report) {
    if (report.interrupted) return ExitCode::interrupted;
    if (plan.refused_steps() == plan.steps.size()) return plan_exit_code(plan, false);
    const std::size_t done = report.count(OutcomeStatus::done);
    if (done == plan.steps.size() && plan.stale.empty()) return exit_code(plan, false, false);
    if (done > 0 || report.wrote()) return ExitCode::partly;
    const bool all_unauthorized = std::ranges::all_of(report.outcomes, [](const Outcome& outcome) {
        return outcome.status == OutcomeStatus::skipped ||
               (outcome.fault && outcome.fault->category == FaultCategory::unauthorized);
    });
    if (all_unauthorized) return ExitCode::no_credential;
    return plan.customers_unchanged > 0 ? ExitCode::partly : ExitCode::error;
}

ExitCode exit_code(const Fault& fault) {
    switch (fault.category) {
    case FaultCategory::unauthorized: return ExitCode::no_credential;
    case FaultCategory::interrupted: return ExitCode::interrupted;
    default: return ExitCode::error;
    }
}

} // namespace tenantry::cli
