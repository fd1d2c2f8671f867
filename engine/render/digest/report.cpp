#include "engine/base/text.hpp"
#include "engine/render/digest/parts.hpp"
#include "engine/render/render.hpp"
#include "engine/render/text/problems.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tenantry::render {
namespace {

/// What went wrong takes the place of words that only say that something did.
void tell_problem(Remark& remark, const Step& step, const Outcome& outcome) {
    Problems problems;
    problems.add(step, outcome);
    const std::vector<Diagnostic> all = problems.all().told();
    if (all.empty()) return;
    remark.position = all.front().position;
    remark.hint = all.front().hint;
    for (const Diagnostic& problem : all)
        remark.details.emplace_back("error", printable(problem.summary));
}

Remark of_outcome(const Plan& plan, const Step& step, const Outcome& outcome,
                  const Sources& sources) {
    Remark remark{.rule = fmt::format("apply.{}", name_of(outcome.status)),
                  .customer = std::string(step.address().customer()),
                  .subject = step.address().text(),
                  .summary = fmt::format("{} to {}: {}", step.kind().title(),
                                         name_of(step.change.action), name_of(outcome.status)),
                  .position = step.change.resource->position};
    switch (outcome.status) {
    case OutcomeStatus::done: break;
    case OutcomeStatus::skipped:
    case OutcomeStatus::refused:
    case OutcomeStatus::not_started:
        remark.weight = Weight::warning;
        remark.skipped = true;
        break;
    default: remark.weight = Weight::error; remark.fails = true;
    }
    std::ranges::replace(remark.summary, '_', ' ');
    if (step.change.action == Action::update && outcome.status == OutcomeStatus::done) {
        add_field_details(remark, step.change.fields, false, step.change.resource->position,
                          sources);
        for (const Risk& risk : step.risks)
            remark.details.emplace_back("look at", risk.what);
    }
    if (remark.fails) tell_problem(remark, step, outcome);
    if (outcome.status == OutcomeStatus::skipped) {
        remark.details.emplace_back("because of", plan.steps[outcome.because_of].address().text());
    }
    if (!outcome.id.empty()) remark.details.emplace_back("id", outcome.id);
    if (!outcome.what_to_check.empty()) remark.hint = outcome.what_to_check;
    return remark;
}

} // namespace

Digest report_digest(const Plan& plan, const Report& report, const Diagnostics& diagnostics,
                     const Sources& sources, std::span<const std::string> looked_at) {
    Digest digest{.summary = report_summary(plan, report)};
    add_diagnostics(digest, diagnostics);
    const std::vector<std::size_t> turns = turns_of(plan);
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Outcome& outcome = report.outcomes[i];
        digest.remarks.push_back(of_outcome(plan, plan.steps[i], outcome, sources));
        digest.remarks.back().turn = turns[i];
    }
    add_departed(digest, plan);
    add_as_wanted(digest, plan, looked_at);
    return digest;
}

} // namespace tenantry::render
