#include "engine/base/text.hpp"
#include "engine/render/fields.hpp"

#include <algorithm>

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

std::string known_price(const std::optional<Price>& price) {
    return price ? price_text(*price) : "price unknown";
}

/// "free -> USD 200.00 monthly".
std::string money_change(const Money& money) {
    if (money.old_plan.empty()) return known_price(money.new_price);
    return known_price(money.old_price) + " -> " + known_price(money.new_price) +
           (money.downgrade ? "  (a downgrade)" : "");
}

std::string refusal(std::string_view by) {
    return by == "stale" ? "the live state, which has moved since the plan was made"
                         : "guard " + std::string(by);
}

Json price_json(const std::optional<Price>& price) {
    if (!price) return Json();
    return Json::object(
        {{"cents", price->cents}, {"currency", price->currency}, {"frequency", price->frequency}});
}

Json money_json(const Money& money) {
    return Json::object({{"old_plan", money.old_plan.empty() ? Json() : Json(money.old_plan)},
                         {"new_plan", money.new_plan},
                         {"old_price", price_json(money.old_price)},
                         {"new_price", price_json(money.new_price)},
                         {"downgrade", money.downgrade}});
}

Json sum_json(const MoneySum& sum) {
    Json yearly = Json::object();
    for (const auto& [currency, cents] : sum.yearly)
        yearly.set(currency, cents);
    return Json::object(
        {{"yearly_cents", std::move(yearly)}, {"unknown", static_cast<std::int64_t>(sum.unknown)}});
}

/// What is paid more or less, customer by customer and in all.
std::string money_lines(const Plan& plan) {
    const auto customers = plan.money_by_customer();
    if (customers.empty()) return {};
    Lines lines;
    for (const auto& [customer, sum] : customers)
        lines.emplace_back(printable(customer), sum.empty() ? "no change" : sum_text(sum));
    const MoneySum all = plan.money();
    if (customers.size() > 1)
        lines.emplace_back("in all", all.empty() ? "no change" : sum_text(all));
    return "What is paid changes by:\n" + aligned(lines) + "\n";
}

/// Who has still to agree, and who said no: no step can do anything about either.
std::string waiting_lines(const Plan& plan) {
    std::string text;
    const auto add = [&](Standing standing, const std::string& title) {
        const auto count = std::ranges::count(plan.waiting, standing, &Waiting::standing);
        if (count == 0) return;
        text += title + " " + counted(static_cast<std::size_t>(count), "person", "people") + ":\n";
        for (const Waiting& waiting : plan.waiting) {
            if (waiting.standing != standing) continue;
            text += "    " + printable(waiting.resource->address.text()) + "\n";
        }
        text += "\n";
    };
    add(Standing::waiting, "Waiting for");
    add(Standing::rejected, "Rejected by");
    return text;
}

Json waiting_json(const Plan& plan) {
    JsonArray list;
    for (const Waiting& waiting : plan.waiting) {
        list.push_back(Json::object(
            {{"address", waiting.resource->address.text()},
             {"kind", waiting.kind->name},
             {"standing", waiting.standing == Standing::waiting ? "waiting" : "rejected"}}));
    }
    return Json(std::move(list));
}

std::string one(const Plan& plan, const Step& step, const Sources& sources, Style style) {
    const Change& change = step.change;
    const bool create = change.action == Action::create;
    Lines lines;
    add_fields(lines, change.fields, create, change.resource->position, sources, style);
    if (step.money) lines.emplace_back("price", money_change(*step.money));
    lines.emplace_back("why", printable(change.reason));
    if (!step.refused_by.empty()) {
        lines.emplace_back("refused", paint("by " + refusal(step.refused_by), Color::red, style));
    }
    for (const std::size_t before : step.waits_for) {
        lines.emplace_back("after", printable(plan.steps[before].address().text()));
    }
    return header(create ? "+" : "~", create ? Color::green : Color::yellow, step.kind().title(),
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
                         {"waits_for", std::move(waits)},
                         {"money", step.money ? money_json(*step.money) : Json()},
                         {"refused_by", step.refused_by.empty() ? Json() : Json(step.refused_by)}});
}

} // namespace

std::string plan_summary(const Plan& plan) {
    std::string text;
    if (plan.steps.empty() && plan.refused.empty() && plan.stale.empty()) {
        text = "Nothing to do: " + counted(plan.resources, "resource") + " of " +
               counted(plan.customers, "customer") + (plan.resources == 1 ? " is" : " are") +
               " as wanted.";
    } else {
        text = "Plan: " + std::to_string(plan.count(Action::create)) + " to create, " +
               std::to_string(plan.count(Action::update)) + " to update; " +
               counted(plan.customers_unchanged, "customer") + " unchanged.";
        if (plan.refused_steps() > 0) {
            text += " " + counted(plan.refused_steps(), "step") + " refused.";
        }
        if (plan.refused_steps() < plan.steps.size()) {
            text += " Apply sends about " + counted(plan.calls(), "call") + ".";
        }
    }
    if (!plan.refused.empty()) {
        text += " Not planned because of errors: " + printable(join(plan.refused, ", ")) + ".";
    }
    if (!plan.stale.empty()) {
        text += " The live state has moved under " + printable(join(plan.stale, ", ")) +
                " since the plan was made.";
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
    return text + money_lines(plan) + waiting_lines(plan) + plan_summary(plan) + "\n";
}

Json plan_json(const Plan& plan, const Sources& sources) {
    JsonArray steps;
    for (const Step& step : plan.steps)
        steps.push_back(step_json(plan, step, sources));
    JsonArray stale;
    for (const std::string& customer : plan.stale)
        stale.emplace_back(customer);
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
                         {"customers_stale", std::move(stale)},
                         {"resources", number(plan.resources)},
                         {"unmanaged", number(plan.unmanaged.size())},
                         {"refused_steps", number(plan.refused_steps())},
                         {"money", sum_json(plan.money())},
                         {"waiting", waiting_json(plan)},
                         {"calls", number(plan.calls())}});
}

std::string title(std::string_view kind) {
    std::string text(kind);
    std::ranges::replace(text, '_', ' ');
    return text;
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
            std::string(name_of(finding.finding_class)) + " " + title(finding.kind);
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
            if (!finding.id.empty()) lines.emplace_back("id", printable(finding.id));
        }
        lines.emplace_back("why", printable(finding.reason));
        text += aligned(lines) + "\n";
    }
    return text + waiting_lines(plan) + drift_summary(findings, plan) + "\n";
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
                         {"waiting", waiting_json(plan)},
                         {"resources", number(plan.resources)}});
}

Json document(std::string_view command, std::string_view version) {
    return Json::object(
        {{"format_version", "1.1"}, {"tenantry_version", version}, {"command", command}});
}

} // namespace tenantry::render
