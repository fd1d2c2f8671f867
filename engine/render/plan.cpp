#include "engine/base/text.hpp"
#include "engine/render/fields.hpp"

namespace tenantry::render {
namespace {

std::string header(std::string_view symbol, Color color, std::string_view kind,
                   const Address& address, Position position, const Sources& sources, Style style) {
    std::string text =
        paint(symbol, color, style) + " " + paint(printable(address.text()), Color::bold, style);
    text += "  " + std::string(kind);
    if (position.known()) {
        Position line = position;
        line.column = 0;
        text += paint(", " + printable(sources.describe(line)), Color::dim, style);
    }
    return text + "\n";
}

std::string one(const Plan& plan, const Step& step, const Sources& sources, Style style) {
    const Change& change = step.change;
    const bool create = change.action == Action::create;
    Lines lines;
    add_fields(lines, change.fields, create, change.resource->position, sources, style);
    lines.emplace_back("why", printable(change.reason));
    for (const std::size_t before : step.waits_for) {
        lines.emplace_back("after", printable(plan.steps[before].address().text()));
    }
    return header(create ? "+" : "~", create ? Color::green : Color::yellow, step.kind().name,
                  step.address(), change.resource->position, sources, style) +
           aligned(lines);
}

Json step_json(const Plan& plan, const Step& step, const Sources& sources) {
    JsonArray calls;
    for (const Call& call : step.calls)
        calls.emplace_back(call.describe());
    JsonArray waits;
    for (const std::size_t before : step.waits_for) {
        waits.emplace_back(plan.steps[before].address().text());
    }
    const LiveObject* live = step.change.live;
    return Json::object({{"address", step.address().text()},
                         {"customer", step.address().customer()},
                         {"kind", step.kind().name},
                         {"action", name_of(step.change.action)},
                         {"id", live == nullptr ? Json() : Json(live->id)},
                         {"reason", step.change.reason},
                         {"position", position_json(step.change.resource->position, sources)},
                         {"fields", fields_json(step.change.fields, sources)},
                         {"calls", std::move(calls)},
                         {"waits_for", std::move(waits)}});
}

} // namespace

std::string plan_summary(const Plan& plan) {
    std::string text;
    if (plan.steps.empty() && plan.refused.empty()) {
        text = "Nothing to do: " + counted(plan.resources, "resource") + " of " +
               counted(plan.customers, "customer") + (plan.resources == 1 ? " is" : " are") +
               " as wanted.";
    } else {
        text = "Plan: " + std::to_string(plan.count(Action::create)) + " to create, " +
               std::to_string(plan.count(Action::update)) + " to update; " +
               counted(plan.customers_unchanged, "customer") + " unchanged.";
        if (!plan.steps.empty()) {
            text += " Apply sends about " + counted(plan.calls(), "call") + ".";
        }
    }
    if (!plan.refused.empty()) {
        text += " Not planned because of errors: " + printable(join(plan.refused, ", ")) + ".";
    }
    if (!plan.unmanaged.empty()) {
        text += " " + counted(plan.unmanaged.size(), "live object is", "live objects are") +
                " in no manifest: see tenantry drift.";
    }
    return text;
}

std::string plan(const Plan& plan, const Sources& sources, Style style) {
    std::string text;
    for (const Step& step : plan.steps)
        text += one(plan, step, sources, style) + "\n";
    return text + plan_summary(plan) + "\n";
}

Json plan_json(const Plan& plan, const Sources& sources) {
    JsonArray steps;
    for (const Step& step : plan.steps)
        steps.push_back(step_json(plan, step, sources));
    JsonArray refused;
    for (const std::string& customer : plan.refused)
        refused.emplace_back(customer);
    const auto number = [](std::size_t count) { return Json(static_cast<std::int64_t>(count)); };
    return Json::object({{"steps", std::move(steps)},
                         {"create", number(plan.count(Action::create))},
                         {"update", number(plan.count(Action::update))},
                         {"customers", number(plan.customers)},
                         {"customers_unchanged", number(plan.customers_unchanged)},
                         {"customers_refused", std::move(refused)},
                         {"resources", number(plan.resources)},
                         {"unmanaged", number(plan.unmanaged.size())},
                         {"calls", number(plan.calls())}});
}

std::string drift_summary(std::span<const Finding> findings, const Plan& plan) {
    std::size_t counts[3] = {};
    for (const Finding& finding : findings)
        ++counts[static_cast<std::size_t>(finding.finding_class)];
    std::string text;
    if (findings.empty() && plan.refused.empty()) {
        text = "No drift: " + counted(plan.resources, "resource") + " of " +
               counted(plan.customers, "customer") + (plan.resources == 1 ? " is" : " are") +
               " as wanted.";
    } else {
        text = "Drift: " + std::to_string(counts[0]) + " missing, " + std::to_string(counts[1]) +
               " different, " + std::to_string(counts[2]) + " unmanaged; " +
               counted(plan.customers_unchanged, "customer") + " as wanted.";
    }
    if (!plan.refused.empty()) {
        text += " Not judged because of errors: " + printable(join(plan.refused, ", ")) + ".";
    }
    return text;
}

std::string drift(std::span<const Finding> findings, const Plan& plan, const Sources& sources,
                  Style style) {
    std::string text;
    for (const Finding& finding : findings) {
        const bool unmanaged = finding.finding_class == FindingClass::unmanaged;
        const bool missing = finding.finding_class == FindingClass::missing;
        const std::string word =
            std::string(name_of(finding.finding_class)) + " " + std::string(finding.kind);
        text += header(unmanaged ? "?"
                       : missing ? "-"
                                 : "~",
                       unmanaged ? Color::cyan
                       : missing ? Color::red
                                 : Color::yellow,
                       word, finding.address, finding.position, sources, style);
        Lines lines;
        if (!missing) {
            // Wanted and live, the other way round than in a plan: this is what was found.
            for (const FieldChange& field : finding.fields) {
                lines.emplace_back(printable(field.path), "live " + shown(field.before) +
                                                              ", wanted " +
                                                              shown(field.as_written()));
            }
            lines.emplace_back("id", printable(finding.id));
        }
        lines.emplace_back("why", printable(finding.reason));
        text += aligned(lines) + "\n";
    }
    return text + drift_summary(findings, plan) + "\n";
}

Json drift_json(std::span<const Finding> findings, const Plan& plan, const Sources& sources) {
    JsonArray list;
    for (const Finding& finding : findings) {
        list.push_back(Json::object({{"class", name_of(finding.finding_class)},
                                     {"kind", finding.kind},
                                     {"address", finding.address.text()},
                                     {"id", finding.id.empty() ? Json() : Json(finding.id)},
                                     {"reason", finding.reason},
                                     {"position", position_json(finding.position, sources)},
                                     {"fields", fields_json(finding.fields, sources)}}));
    }
    JsonArray refused;
    for (const std::string& customer : plan.refused)
        refused.emplace_back(customer);
    const auto number = [](std::size_t count) { return Json(static_cast<std::int64_t>(count)); };
    return Json::object({{"findings", std::move(list)},
                         {"customers", number(plan.customers)},
                         {"customers_unchanged", number(plan.customers_unchanged)},
                         {"customers_refused", std::move(refused)},
                         {"resources", number(plan.resources)}});
}

Json document(std::string_view command, std::string_view version) {
    return Json::object(
        {{"format_version", "1.0"}, {"tenantry_version", version}, {"command", command}});
}

} // namespace tenantry::render
