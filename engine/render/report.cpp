#include "engine/base/text.hpp"
#include "engine/model/explain.hpp"
#include "engine/render/fields.hpp"

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

std::string done(const Step& step, const Outcome& outcome, const Sources& sources, Style style) {
    const bool create = step.change.action == Action::create;
    const std::string word = !create           ? "updated"
                             : outcome.adopted ? "found, made before"
                                               : "created";
    std::string text = paint(create ? "+ " : "~ ", create ? Color::green : Color::yellow, style) +
                       paint(printable(step.address().text()), Color::bold, style) + "  " +
                       step.kind().title() + " " + word + "\n";
    Lines lines;
    if (!create) {
        add_fields(lines, step.change.fields, create, step.change.resource->position, sources,
                   style);
    }
    if (step.money) lines.emplace_back("plan", printable(step.money->new_plan));
    if (!outcome.id.empty() && !step.kind().single) lines.emplace_back("id", printable(outcome.id));
    if (const JsonObject* outputs = outcome.outputs.members()) {
        for (const auto& [name, value] : *outputs) {
            lines.emplace_back(spaced(name), described(value));
        }
    }
    if (!outcome.what_to_check.empty())
        lines.emplace_back("note", printable(outcome.what_to_check));
    return text + aligned(lines);
}

/// Whether a step waits for another, or for one that does.
bool waits_for(const Plan& plan, std::size_t step, std::size_t other) {
    const std::vector<std::size_t>& before = plan.steps[step].waits_for;
    return std::ranges::any_of(
        before, [&](std::size_t i) { return i == other || waits_for(plan, i, other); });
}

Position position_of(const Step& step, const Outcome& outcome) {
    const Resource& resource = *step.change.resource;
    if (!outcome.fault) return resource.position;
    return tenantry::position_of(resource, outcome.fault->field);
}

TryAgain try_again(const Step& step, const Outcome& outcome) {
    // Nobody knows whether it is done: first of all somebody has to look.
    if (outcome.status == OutcomeStatus::uncertain) return TryAgain::later;
    return tenantry::try_again(step.kind(), *outcome.fault);
}

/// What the API's refusal means at the line that asked for it.
Diagnostic as_diagnostic(const Step& step, const Outcome& outcome) {
    Diagnostic diagnostic{.code = "apply." + std::string(name_of(outcome.status)),
                          .summary = outcome.fault ? outcome.fault->summary() : "it failed",
                          .hint = outcome.what_to_check,
                          .subject = step.address().text(),
                          .position = position_of(step, outcome)};
    if (!outcome.fault) return diagnostic;
    explain(diagnostic, step.kind(), *outcome.fault);
    return diagnostic;
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
    const auto add = [&](OutcomeStatus status, std::string_view word) {
        const std::size_t count = report.count(status);
        if (count > 0) text += ", " + std::to_string(count) + " " + std::string(word);
    };
    add(OutcomeStatus::failed, "failed");
    add(OutcomeStatus::uncertain, "uncertain");
    add(OutcomeStatus::skipped, "skipped");
    add(OutcomeStatus::not_started, "not started");
    add(OutcomeStatus::refused, "refused");
    text += "; " + counted(report.requests, "call") + " sent.";
    if (report.interrupted) text += " Interrupted: run apply again to go on.";
    if (!plan.refused.empty()) {
        text += " Not planned because of errors: " + printable(join(plan.refused, ", ")) + ".";
    }
    return text;
}

std::string report(const Plan& plan, const Report& report, const Sources& sources, Style style) {
    std::string text;
    Diagnostics problems;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Outcome& outcome = report.outcomes[i];
        switch (outcome.status) {
        case OutcomeStatus::done: text += done(plan.steps[i], outcome, sources, style); break;
        case OutcomeStatus::failed:
        case OutcomeStatus::uncertain: problems.add(as_diagnostic(plan.steps[i], outcome)); break;
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
    if (!problems.empty()) text += "\n" + diagnostics(problems, sources, style);
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

Json report_json(const Plan& plan, const Report& report, const Sources& sources) {
    JsonArray outcomes;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Step& step = plan.steps[i];
        const Outcome& outcome = report.outcomes[i];
        const bool skipped = outcome.status == OutcomeStatus::skipped;
        outcomes.push_back(Json::object(
            {{"address", step.address().text()},
             {"position", position_json(position_of(step, outcome), sources)},
             {"status", name_of(outcome.status)},
             {"action", name_of(step.change.action)},
             {"id", outcome.id.empty() ? Json() : Json(outcome.id)},
             {"adopted", outcome.adopted},
             {"outputs", outcome.outputs.is_null() ? Json::object() : outcome.outputs},
             {"fault",
              outcome.fault ? fault_json(*outcome.fault, try_again(step, outcome)) : Json()},
             {"what_to_check", outcome.what_to_check},
             {"because_of",
              skipped ? Json(plan.steps[outcome.because_of].address().text()) : Json()}}));
    }
    return Json::object({{"outcomes", std::move(outcomes)},
                         {"interrupted", report.interrupted},
                         {"requests", static_cast<std::int64_t>(report.requests)}});
}

} // namespace tenantry::render
