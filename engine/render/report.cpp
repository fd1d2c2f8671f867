#include "engine/base/text.hpp"
#include "engine/model/explain.hpp"
#include "engine/render/fields.hpp"

#include <algorithm>
#include <map>
#include <tuple>

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
    return std::string(outcome.status == OutcomeStatus::done ? "" : "partly ") +
           (create && !outcome.adopted ? "created" : "updated");
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
    const std::string word = word_for(step, outcome);
    const std::string text =
        paint(create ? "+ " : "~ ", create ? Color::green : Color::yellow, style) +
        paint(printable(step.address().text()), Color::bold, style) + "  " + step.kind().title() +
        " " + word + "\n";
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
    return text + aligned(lines);
}

/// Whether a step waits for another, or for one that does.
bool waits_for(const Plan& plan, std::size_t step, std::size_t other) {
    const std::vector<std::size_t>& before = plan.steps[step].waits_for;
    return std::ranges::any_of(
        before, [&](std::size_t i) { return i == other || waits_for(plan, i, other); });
}

Position position_of(const Step& step, const std::optional<Fault>& fault) {
    const Resource& resource = *step.change.resource;
    if (!fault) return resource.position;
    return tenantry::position_of(resource, fault->field);
}

TryAgain try_again(const Step& step, const Outcome& outcome) {
    // Nobody knows whether it is done: first of all somebody has to look.
    if (outcome.status == OutcomeStatus::uncertain) return TryAgain::later;
    return tenantry::try_again(step.kind(), *outcome.fault);
}

/// What a refusal means at the line that asked for it.
Diagnostic as_diagnostic(const Step& step, const Outcome& outcome,
                         const std::optional<Fault>& fault) {
    Diagnostic diagnostic{.code = "apply." + std::string(name_of(outcome.status)),
                          .summary = "it failed",
                          .hint = outcome.what_to_check,
                          .subject = step.address().text(),
                          .position = position_of(step, fault)};
    if (!fault) return diagnostic;
    const Fault shown = without_variables(*fault, step.change);
    diagnostic.summary = shown.summary();
    explain(diagnostic, step.kind(), shown);
    return diagnostic;
}

/// What went wrong, each at its own line. What a default brings to many steps is told once.
class Problems {
public:
    void add(const Step& step, const Outcome& outcome) {
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

    Diagnostics all() const {
        Diagnostics diagnostics;
        for (const auto& [first, others] : list_) {
            Diagnostic diagnostic = first;
            if (others > 0) {
                diagnostic.notes.push_back(
                    {"the same at this line in " + counted(others, "more step", "more steps")});
            }
            diagnostics.add(std::move(diagnostic));
        }
        return diagnostics;
    }

private:
    using SharedFault = std::tuple<Position, std::int64_t, std::string>; // place, code, words

    void add(const Step& step, const Outcome& outcome, const std::optional<Fault>& fault) {
        Diagnostic diagnostic = as_diagnostic(step, outcome, fault);
        if (fault && diagnostic.position.known() && outcome.status != OutcomeStatus::uncertain) {
            const auto [found, is_new] = by_cause_.try_emplace(
                {diagnostic.position, fault->code, fault->message}, list_.size());
            if (!is_new) {
                ++list_[found->second].second;
                return;
            }
        }
        list_.emplace_back(std::move(diagnostic), 0);
    }

    std::vector<std::pair<Diagnostic, std::size_t>> list_; // and how many others
    std::map<SharedFault, std::size_t> by_cause_;
};

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
    std::string text = "Done: " + std::to_string(created) + " created, ";
    if (found > 0) text += std::to_string(found) + " found, ";
    text += std::to_string(updated) + " updated";
    const auto say = [&](std::size_t count, std::string_view word) {
        if (count > 0) text += ", " + std::to_string(count) + " " + std::string(word);
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
    text += "; " + counted(report.requests, "call") + " sent.";
    if (report.interrupted) text += " Interrupted: run apply again to go on.";
    text += left_out(plan);
    if (!plan.refused.empty()) {
        text += " Not planned because of errors: " + printable(join(plan.refused, ", ")) + ".";
    }
    return text;
}

std::string report(const Plan& plan, const Report& report, const Sources& sources, Style style) {
    std::string text;
    Problems problems;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Outcome& outcome = report.outcomes[i];
        switch (outcome.status) {
        case OutcomeStatus::done: text += written(plan.steps[i], outcome, sources, style); break;
        case OutcomeStatus::partly:
        case OutcomeStatus::failed:
        case OutcomeStatus::uncertain:
            if (outcome.wrote()) text += written(plan.steps[i], outcome, sources, style);
            problems.add(plan.steps[i], outcome);
            break;
        case OutcomeStatus::skipped:
            text += "  " + printable(plan.steps[i].address().text()) +
                    (waits_for(plan, i, outcome.because_of) ? "  skipped: it waits for "
                                                            : "  skipped because of ") +
                    printable(plan.steps[outcome.because_of].address().text()) + "\n";
            break;
        case OutcomeStatus::refused:
            text += "  " + printable(plan.steps[i].address().text()) +
                    "  refused: " + plan.steps[i].refused_by + "\n";
            break;
        case OutcomeStatus::not_started:
            text += "  " + printable(plan.steps[i].address().text()) + "  not started\n";
            break;
        }
    }
    const Diagnostics wrong = problems.all();
    if (!wrong.empty()) text += "\n" + diagnostics(wrong, sources, style);
    if (!text.empty()) text += "\n";
    return text + report_summary(plan, report) + "\n";
}

Json fault_json(const Fault& fault, TryAgain again) {
    JsonArray causes;
    for (const Cause& cause : fault.causes)
        causes.push_back(Json::object({{"code", cause.code}, {"message", cause.message}}));
    Json retry_after;
    if (fault.retry_after) retry_after = static_cast<std::int64_t>(fault.retry_after->count());
    return Json::object({{"category", name_of(fault.category)},
                         {"call", fault.call},
                         {"status", fault.status},
                         {"code", fault.code},
                         {"message", fault.message},
                         {"error_chain", std::move(causes)},
                         {"pointer", fault.pointer},
                         {"field", fault.field},
                         {"documentation_url", fault.documentation_url},
                         {"request_id", fault.request_id},
                         {"try_again", name_of(again)},
                         {"retry_after", std::move(retry_after)},
                         {"maybe_done", fault.maybe_done}});
}

Json calls_json(const Step& step, const Outcome& outcome, const Sources& sources) {
    JsonArray calls;
    for (const CallOutcome& call : outcome.calls) {
        JsonArray fields;
        for (const std::string& path : call.fields)
            fields.emplace_back(path);
        const auto& fault = call.fault;
        const TryAgain again = fault ? tenantry::try_again(step.kind(), *fault) : TryAgain::useless;
        const bool one = call.fields.size() == 1;
        const Position place = fault ? position_of(step, fault)
                               : one ? tenantry::position_of(*step.change.resource, call.fields[0])
                                     : step.change.resource->position;
        calls.push_back(Json::object({{"call", call.call.empty() ? Json() : Json(call.call)},
                                      {"fields", std::move(fields)},
                                      {"status", name_of(call.status)},
                                      {"position", position_json(place, sources)},
                                      {"fault", fault ? fault_json(*fault, again) : Json()}}));
    }
    return Json(std::move(calls));
}

Json report_json(const Plan& plan, const Report& report, const Sources& sources) {
    JsonArray outcomes;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Step& step = plan.steps[i];
        const Outcome& outcome = report.outcomes[i];
        const bool skipped = outcome.status == OutcomeStatus::skipped;
        outcomes.push_back(Json::object(
            {{"address", step.address().text()},
             {"position", position_json(position_of(step, outcome.fault), sources)},
             {"status", name_of(outcome.status)},
             {"action", name_of(step.change.action)},
             {"id", outcome.id.empty() ? Json() : Json(outcome.id)},
             {"adopted", outcome.adopted},
             {"outputs", outcome.outputs.is_null() ? Json::object() : outcome.outputs},
             {"fault", outcome.fault ? fault_json(without_variables(*outcome.fault, step.change),
                                                  try_again(step, outcome))
                                     : Json()},
             {"calls", calls_json(step, outcome, sources)},
             {"what_to_check", outcome.what_to_check},
             {"because_of",
              skipped ? Json(plan.steps[outcome.because_of].address().text()) : Json()}}));
    }
    return Json::object({{"outcomes", std::move(outcomes)},
                         {"interrupted", report.interrupted},
                         {"requests", static_cast<std::int64_t>(report.requests)}});
}

} // namespace tenantry::render
