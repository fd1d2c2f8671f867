#include "engine/render/digest/digest.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/sha256.hpp"
#include "engine/base/text.hpp"
#include "engine/render/digest/parts.hpp"
#include "engine/render/render.hpp"
#include "engine/render/text/fields.hpp"
#include "engine/render/text/money.hpp"
#include "engine/render/text/orders.hpp"
#include "engine/render/text/problems.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <span>
#include <sstream>

namespace tenantry::render {
namespace {

Remark of_diagnostic(const Diagnostic& diagnostic) {
    const bool error = diagnostic.severity == Severity::error;
    return {.weight = error ? Weight::error : Weight::warning,
            .rule = diagnostic.code.empty() ? "error" : diagnostic.code,
            .customer = customer_of_subject(diagnostic.subject),
            .subject = diagnostic.subject,
            .summary = diagnostic.summary,
            .hint = diagnostic.hint,
            .position = diagnostic.position,
            .fails = error};
}

Remark of_step(const Step& step, const Sources& sources) {
    const Change& change = step.change;
    const bool create = change.action == Action::create;
    const bool refused = !step.refused_by.empty();
    Remark remark{.weight = refused || !step.risks.empty() ? Weight::warning : Weight::note,
                  .rule = fmt::format("plan.{}", name_of(change.action)),
                  .customer = std::string(step.address().customer()),
                  .subject = step.address().text(),
                  .summary = fmt::format("{} to {}{}", step.kind().title(), name_of(change.action),
                                         refused ? ", but it is not carried out" : ""),
                  .position = change.resource->position,
                  .skipped = refused}; // what refuses it is an error of its own
    add_fields(remark.details, change.fields, create, change.resource->position, sources, {});
    if (step.money) add_price(remark.details, *step.money);
    for (const Risk& risk : step.risks)
        remark.details.emplace_back("look at", risk.what);
    if (!step.breach.empty()) remark.details.emplace_back("refused", step.breach);
    remark.details.emplace_back("why", printable(change.reason));
    return remark;
}

void add_about(Digest& digest, const Plan& plan) {
    std::istringstream lines(money_lines(plan, {}) + program_line(plan));
    for (std::string line; std::getline(lines, line);)
        if (!line.empty()) digest.about.push_back(line);
}

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
        add_fields(remark.details, step.change.fields, false, step.change.resource->position,
                   sources, {});
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

std::string customer_of_subject(std::string_view subject) {
    return std::string(subject.substr(0, subject.find('/')));
}

void add_diagnostics(Digest& digest, const Diagnostics& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics.told())
        digest.remarks.push_back(of_diagnostic(diagnostic));
}

void add_departed(Digest& digest, const Plan& plan) {
    for (const Departed& departed : plan.departed) {
        const std::string what = departed.kind == nullptr ? "customer"
                                 : departed.list ? "list of " + std::string(departed.kind->plural)
                                                 : departed.kind->title();
        digest.remarks.push_back({.weight = Weight::warning,
                                  .rule = "no-longer-managed",
                                  .customer = std::string(departed.address.customer()),
                                  .subject = departed.address.text(),
                                  .summary = "the " + what + " left the manifests",
                                  .hint = "it stays as it is, and nobody looks after it any more"});
    }
}

void add_as_wanted(Digest& digest, const Plan& plan, std::span<const std::string> looked_at,
                   std::set<std::string_view> others) {
    others.insert(plan.refused.begin(), plan.refused.end());
    others.insert(plan.in_doubt.begin(), plan.in_doubt.end());
    for (const Remark& remark : digest.remarks)
        others.insert(remark.customer);
    std::ranges::copy_if(looked_at, std::back_inserter(digest.as_wanted),
                         [&](const std::string& name) { return !others.contains(name); });
}

std::string_view name_of(Weight weight) {
    switch (weight) {
    case Weight::note: return "note";
    case Weight::warning: return "warning";
    case Weight::error: return "error";
    }
    bug("weight out of range");
}

std::string Remark::fingerprint() const {
    // Without the place: a line above it is no other trouble.
    constexpr std::size_t enough = 32;
    return sha256(fmt::format("{}\n{}\n{}", rule, subject, key.empty() ? summary : key))
        .substr(0, enough);
}

std::size_t Digest::count(Weight weight) const {
    return static_cast<std::size_t>(std::ranges::count(remarks, weight, &Remark::weight));
}

Digest digest(const Diagnostics& diagnostics) {
    Digest digest;
    add_diagnostics(digest, diagnostics);
    return digest;
}

Digest plan_digest(const Plan& plan, const Diagnostics& diagnostics, const Sources& sources,
                   std::span<const std::string> looked_at) {
    Digest digest{.summary = plan_summary(plan)};
    add_about(digest, plan);
    add_diagnostics(digest, diagnostics);
    for (const Step& step : plan.steps)
        digest.remarks.push_back(of_step(step, sources));
    add_departed(digest, plan);
    add_as_wanted(digest, plan, looked_at);
    return digest;
}

Digest report_digest(const Plan& plan, const Report& report, const Diagnostics& diagnostics,
                     const Sources& sources, std::span<const std::string> looked_at) {
    Digest digest{.summary = report_summary(plan, report)};
    add_diagnostics(digest, diagnostics);
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Outcome& outcome = report.outcomes[i];
        digest.remarks.push_back(of_outcome(plan, plan.steps[i], outcome, sources));
    }
    add_departed(digest, plan);
    add_as_wanted(digest, plan, looked_at);
    return digest;
}

} // namespace tenantry::render
