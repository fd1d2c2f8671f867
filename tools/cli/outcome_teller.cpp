#include "tools/cli/outcome_teller.hpp"

#include "engine/render/render.hpp"

namespace tenantry::cli {

OutcomeTeller::OutcomeTeller(const Planned& planned, JsonLines* lines, executor::Observer& next)
    : planned_(planned), lines_(lines), next_(next), told_(planned.plan.steps.size(), false) {}

void OutcomeTeller::finished(std::size_t step, const Outcome& outcome) {
    tell(step, outcome);
    next_.finished(step, outcome);
}

void OutcomeTeller::tell_rest(const Report& report) {
    for (std::size_t i = 0; i < told_.size(); ++i)
        if (!told_[i]) tell(i, report.outcomes[i]);
}

void OutcomeTeller::tell(std::size_t step, const Outcome& outcome) {
    told_[step] = true;
    if (lines_ == nullptr) return;
    lines_->add(line_of(
        "outcome", render::outcome_json(planned_.plan, step, outcome, planned_.loaded.sources)));
}

} // namespace tenantry::cli
