#include "engine/render/text/problems.hpp"

#include "engine/base/text.hpp"
#include "engine/model/explain.hpp"
#include "engine/render/fault_position.hpp"

#include <fmt/core.h>

namespace tenantry::render {
namespace {

/// What a refusal means at the line that asked for it.
Diagnostic as_diagnostic(const Step& step, const Outcome& outcome,
                         const std::optional<Fault>& fault) {
    Diagnostic diagnostic{.code = fmt::format("apply.{}", name_of(outcome.status)),
                          .summary = "it failed",
                          .hint = outcome.what_to_check,
                          .subject = step.address().text(),
                          .position = fault_position(step, fault)};
    if (!fault) return diagnostic;
    const Fault shown = without_variables(*fault, step.change);
    diagnostic.summary = shown.summary();
    explain(diagnostic, step.kind(), shown);
    return diagnostic;
}

} // namespace

void Problems::add(const Step& step, const Outcome& outcome) {
    bool told = false;
    for (const CallOutcome& call : outcome.calls) {
        if (call.status != CallStatus::failed) continue;
        add(step, outcome, call.fault);
        told = told || !outcome.fault ||
               (call.fault && call.fault->summary() == outcome.fault->summary());
    }
    // What ended the step, where no call speaks of it.
    if (!told) add(step, outcome, outcome.fault);
}

void Problems::add(const Step& step, const Outcome& outcome, const std::optional<Fault>& fault) {
    Diagnostic diagnostic = as_diagnostic(step, outcome, fault);
    if (fault && diagnostic.position.known() && outcome.status != OutcomeStatus::uncertain) {
        const auto [found, is_new] =
            by_cause_.try_emplace({diagnostic.position, fault->code, fault->message}, list_.size());
        if (!is_new) {
            ++list_[found->second].second;
            return;
        }
    }
    list_.emplace_back(std::move(diagnostic), 0);
}

Diagnostics Problems::all() const {
    Diagnostics diagnostics;
    for (const auto& [first, others] : list_) {
        Diagnostic diagnostic = first;
        if (others > 0) {
            diagnostic.notes.push_back({fmt::format("the same at this line in {}",
                                                    counted(others, "more step", "more steps"))});
        }
        diagnostics.add(std::move(diagnostic));
    }
    return diagnostics;
}

} // namespace tenantry::render
