#include "engine/base/text.hpp"
#include "engine/render/render.hpp"
#include "engine/render/step_order.hpp"
#include "engine/render/text/departed.hpp"
#include "engine/render/text/fields.hpp"
#include "engine/render/text/problems.hpp"
#include "engine/render/text/summary.hpp"
#include "engine/render/text/wrap.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::render {
namespace {

std::string described(const Json& value) {
    if (const std::string* text = value.text()) return printable(*text);
    if (const JsonArray* items = value.items()) {
        std::vector<std::string> parts;
        for (const Json& item : *items)
            parts.push_back(described(item));
        return join(parts, ", ");
    }
    return shown(value);
}

std::string spaced(std::string_view name) {
    std::string text(name);
    for (char& c : text)
        c = c == '_' ? ' ' : c;
    return text;
}

/// What a step has done: "partly updated".
std::string word_for(const Step& step, const Outcome& outcome) {
    const bool create = step.change.action == Action::create;
    if (create && outcome.adopted && outcome.status == OutcomeStatus::done) {
        return "found, made before";
    }
    return fmt::format("{}{}", outcome.status == OutcomeStatus::done ? "" : "partly ",
                       create && !outcome.adopted ? "created" : "updated");
}

/// The fields of a step that are not as wanted now, and why.
void add_undone(Lines& lines, const Outcome& outcome, Style style) {
    for (const CallOutcome& call : outcome.calls) {
        if (call.status == CallStatus::done) continue;
        const bool tried = call.status == CallStatus::failed;
        for (const std::string& path : call.fields) {
            lines.emplace_back(
                printable(path),
                paint(tried ? "not done: see the error below" : "not tried", Color::red, style));
        }
    }
}

/// The changes that are live now.
std::vector<FieldChange> live_fields(const Step& step, const Outcome& outcome) {
    std::vector<FieldChange> fields = step.change.fields;
    std::erase_if(fields, [&](const FieldChange& field) {
        const CallOutcome* const call = outcome.of_field(field.path);
        return call != nullptr && call->status != CallStatus::done;
    });
    return fields;
}

/// A step that has done something, with what is live now and what is not.
std::string written(const Step& step, const Outcome& outcome, const Sources& sources, Style style) {
    const bool create = step.change.action == Action::create;
    const std::string text = fmt::format(
        "{}{}  {} {}", paint(create ? "+ " : "~ ", create ? Color::green : Color::yellow, style),
        paint(printable(step.address().text()), Color::bold, style), step.kind().title(),
        word_for(step, outcome));
    Lines lines;
    const bool whole = outcome.status == OutcomeStatus::done;
    if (!create || !whole) {
        add_fields(lines, live_fields(step, outcome), create, step.change.resource->position,
                   sources, style);
    }
    if (!whole) add_undone(lines, outcome, style);
    if (step.money) lines.emplace_back("plan", printable(step.money->new_plan));
    if (!outcome.id.empty() && !step.kind().one_per_parent)
        lines.emplace_back("id", printable(outcome.id));
    if (const JsonObject* outputs = outcome.outputs.members()) {
        for (const auto& [name, value] : *outputs) {
            lines.emplace_back(spaced(name), described(value));
        }
    }
    const bool said = outcome.status == OutcomeStatus::uncertain;
    if (!outcome.what_to_check.empty() && !said)
        lines.emplace_back("note", printable(outcome.what_to_check));
    return wrapped(text, 0, 4, style) + "\n" + aligned(lines, style);
}

/// Whether a step waits for another, or for one that does.
bool waits_for(const Plan& plan, std::size_t step, std::size_t other) {
    const std::vector<std::size_t>& before = plan.steps[step].waits_for;
    return std::ranges::any_of(
        before, [&](std::size_t i) { return i == other || waits_for(plan, i, other); });
}

/// What is said of a step that did nothing and is no problem of its own; "" for others.
std::string why_not(const Plan& plan, std::size_t step, const Outcome& outcome) {
    switch (outcome.status) {
    case OutcomeStatus::skipped:
        return fmt::format("skipped{} {}",
                           waits_for(plan, step, outcome.because_of) ? ": it waits for"
                                                                     : " because of",
                           printable(plan.steps[outcome.because_of].address().text()));
    case OutcomeStatus::refused: return "refused: " + plan.steps[step].refused_by;
    case OutcomeStatus::not_started: return "not started";
    default: return {};
    }
}

bool went_wrong(const Outcome& outcome) {
    return outcome.status == OutcomeStatus::partly || outcome.status == OutcomeStatus::failed ||
           outcome.status == OutcomeStatus::uncertain;
}

/// How many steps of a report are so and so.
std::size_t count(const Plan& plan, const Report& report, OutcomeStatus status, bool created) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Outcome& outcome = report.outcomes[i];
        const bool create = plan.steps[i].change.action == Action::create && !outcome.adopted;
        if (outcome.status == status && create == created) ++count;
    }
    return count;
}

} // namespace

std::string report_summary(const Plan& plan, const Report& report) {
    std::size_t created = 0;
    std::size_t found = 0;
    std::size_t updated = 0;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        if (report.outcomes[i].status != OutcomeStatus::done) continue;
        const bool create = plan.steps[i].change.action == Action::create;
        ++(!create ? updated : report.outcomes[i].adopted ? found : created);
    }
    std::string text = fmt::format("Done: {} created, ", created);
    if (found > 0) text += fmt::format("{} found, ", found);
    text += fmt::format("{} updated", updated);
    const auto say = [&](std::size_t count, std::string_view word) {
        if (count > 0) text += fmt::format(", {} {}", count, word);
    };
    const auto add = [&](OutcomeStatus status, std::string_view word) {
        say(report.count(status), word);
    };
    say(count(plan, report, OutcomeStatus::partly, true), "partly created");
    say(count(plan, report, OutcomeStatus::partly, false), "partly updated");
    add(OutcomeStatus::failed, "failed");
    add(OutcomeStatus::uncertain, "uncertain");
    add(OutcomeStatus::skipped, "skipped");
    add(OutcomeStatus::not_started, "not started");
    add(OutcomeStatus::refused, "refused");
    text += fmt::format("; {} sent.", counted(report.requests, "call"));
    if (report.interrupted) text += " Interrupted: run apply again to go on.";
    if (!report.unrecorded.empty()) {
        text += fmt::format(" The record of this run is incomplete, and nothing new was begun: {}.",
                            printable(report.unrecorded));
    }
    return text + left_out(plan) + not_planned(plan);
}

std::string report(const Plan& plan, const Report& report, const Sources& sources, Style style) {
    std::string text;
    Problems problems;
    for (const std::size_t i : steps_in_order(plan)) {
        const Step& step = plan.steps[i];
        const Outcome& outcome = report.outcomes[i];
        if (outcome.status == OutcomeStatus::done || (went_wrong(outcome) && outcome.wrote())) {
            text += written(step, outcome, sources, style);
        } else if (const std::string why = why_not(plan, i, outcome); !why.empty()) {
            const std::string line = fmt::format("  {}  {}", printable(step.address().text()), why);
            text += wrapped(line, 0, 6, style) + "\n";
        }
        if (went_wrong(outcome)) problems.add(step, outcome);
    }
    const Diagnostics wrong = problems.all();
    if (!wrong.empty()) text += "\n" + diagnostics(wrong, sources, style);
    if (!text.empty()) text += "\n";
    return text + fitted(departed_lines(plan) + report_summary(plan, report) + "\n", style);
}

} // namespace tenantry::render
