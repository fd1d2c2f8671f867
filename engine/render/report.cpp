#include "engine/base/text.hpp"
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

/// What to do about the API's error code, where the kind knows.
std::string hint_for(const Step& step, const Outcome& outcome) {
    if (!outcome.fault) return {};
    const ErrorHint* found = step.kind().hint_for(*outcome.fault);
    return found == nullptr ? std::string() : std::string(found->hint);
}

/// What the API's refusal means at the line that asked for it.
Diagnostic as_diagnostic(const Step& step, const Outcome& outcome) {
    const Resource& resource = *step.change.resource;
    Diagnostic diagnostic{.code = "apply." + std::string(name_of(outcome.status)),
                          .summary = outcome.fault ? outcome.fault->describe() : "it failed",
                          .hint = outcome.what_to_check.empty() ? hint_for(step, outcome)
                                                                : outcome.what_to_check,
                          .subject = step.address().text(),
                          .position = resource.position};
    if (!outcome.fault) return diagnostic;
    const Fault& fault = *outcome.fault;
    std::string path = fault.pointer;
    for (char& c : path)
        c = c == '/' ? '.' : c;
    if (path.starts_with('.')) path.erase(0, 1);
    if (const Field* field = resource.field(path)) diagnostic.position = field->position;
    if (!fault.documentation_url.empty()) diagnostic.notes.push_back({fault.documentation_url});
    if (!fault.request_id.empty()) diagnostic.notes.push_back({"request " + fault.request_id});
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

std::string fault(const Fault& fault, Style style) {
    std::string text = paint("error", Color::red, style) + ": " +
                       paint(fault.describe(), Color::bold, style) + "\n";
    if (!fault.documentation_url.empty()) {
        text += "  note: " + printable(fault.documentation_url) + "\n";
    }
    if (!fault.request_id.empty()) text += "  note: request " + printable(fault.request_id) + "\n";
    return text;
}

Json fault_json(const Fault& fault) {
    return Json::object({{"category", name_of(fault.category)},
                         {"call", fault.call},
                         {"status", fault.status},
                         {"code", fault.code},
                         {"message", fault.message},
                         {"pointer", fault.pointer},
                         {"documentation_url", fault.documentation_url},
                         {"request_id", fault.request_id},
                         {"maybe_done", fault.maybe_done}});
}

Json report_json(const Plan& plan, const Report& report) {
    JsonArray outcomes;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Outcome& outcome = report.outcomes[i];
        const bool skipped = outcome.status == OutcomeStatus::skipped;
        outcomes.push_back(Json::object(
            {{"address", plan.steps[i].address().text()},
             {"status", name_of(outcome.status)},
             {"action", name_of(plan.steps[i].change.action)},
             {"id", outcome.id.empty() ? Json() : Json(outcome.id)},
             {"adopted", outcome.adopted},
             {"outputs", outcome.outputs.is_null() ? Json::object() : outcome.outputs},
             {"fault", outcome.fault ? fault_json(*outcome.fault) : Json()},
             {"what_to_check", outcome.what_to_check},
             {"because_of",
              skipped ? Json(plan.steps[outcome.because_of].address().text()) : Json()}}));
    }
    return Json::object({{"outcomes", std::move(outcomes)},
                         {"interrupted", report.interrupted},
                         {"requests", static_cast<std::int64_t>(report.requests)}});
}

} // namespace tenantry::render
