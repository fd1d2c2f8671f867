#include "tools/cli/exit_code.hpp"

#include <algorithm>

namespace tenantry::cli {

ExitCode exit_code(const Plan& plan, bool differs, bool detailed) {
    if (!plan.refused.empty() && plan.refused.size() == plan.customers) return ExitCode::error;
    // Of a customer in doubt all but a few fields is judged.
    if (!plan.refused.empty() || !plan.in_doubt.empty()) return ExitCode::partly;
    return differs && detailed ? ExitCode::differences : ExitCode::done;
}

ExitCode drift_exit_code(const Plan& plan, bool ended, bool fails, bool detailed) {
    return ended ? ExitCode::usage : exit_code(plan, fails, detailed);
}

ExitCode plan_exit_code(const Plan& plan, bool detailed) {
    const std::size_t refused = plan.refused_steps();
    if (refused == 0 && plan.stale.empty()) {
        return exit_code(plan, !plan.steps.empty(), detailed);
    }
    if (refused < plan.steps.size() || !plan.carried_out.empty()) return ExitCode::partly;
    if (!plan.refused.empty()) return ExitCode::error;
    const auto by = [&](std::string_view what) {
        return static_cast<std::size_t>(std::ranges::count_if(
            plan.steps, [&](const Step& step) { return step.refused_by == what; }));
    };
    const std::size_t stale = by("stale");
    if (by("locked") == refused && plan.stale.empty()) return ExitCode::locked;
    if (stale == refused) return ExitCode::stale;
    return stale == 0 && plan.stale.empty() ? ExitCode::guarded : ExitCode::error;
}

ExitCode exit_code(const Plan& plan, const Report& report) {
    if (report.interrupted) return ExitCode::interrupted;
    if (plan.refused_steps() == plan.steps.size()) return plan_exit_code(plan, false);
    const std::size_t done = report.count(OutcomeStatus::done);
    const bool recorded = report.unrecorded.empty();
    if (done == plan.steps.size() && plan.stale.empty() && recorded)
        return exit_code(plan, false, false);
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

ExitCode exit_code(const Diagnostics& diagnostics) {
    return diagnostics.has_errors() ? ExitCode::usage : ExitCode::done;
}

ExitCode exit_code(const Health& health) {
    switch (health.result) {
    case Health::Result::usable: return ExitCode::done;
    case Health::Result::refused: return ExitCode::no_credential;
    case Health::Result::without_rights:
    case Health::Result::without_accounts:
    case Health::Result::unreachable: return ExitCode::error;
    }
    return ExitCode::error;
}

ExitCode unwritten(ExitCode code, bool wrote) {
    if (code != ExitCode::done && code != ExitCode::differences) return code;
    return wrote ? ExitCode::partly : ExitCode::error;
}

} // namespace tenantry::cli
