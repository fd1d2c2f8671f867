#include "engine/base/text.hpp"
#include "engine/render/fields.hpp"
#include "engine/render/orders.hpp"
#include "engine/render/risks.hpp"

#include <algorithm>
#include <map>
#include <utility>

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

std::string price_or_why(const Quote& price) {
    return price ? price_text(*price) : "price unknown (" + printable(price.error()) + ")";
}

/// "free -> USD 200.00 monthly".
std::string money_change(const Money& money) {
    if (money.old_plan.empty()) return price_or_why(money.new_price);
    return price_or_why(money.old_price) + " -> " + price_or_why(money.new_price) +
           (money.perhaps_downgrade ? "  (perhaps a downgrade)"
            : money.downgrade       ? "  (a downgrade)"
                                    : "");
}

/// Beside what the price list says, what is paid: the two may differ, and the difference between
/// them is nothing that a step does.
bool is_paid_otherwise(const Money& money) {
    return money.paid && !(money.old_price == *money.paid);
}

/// Why a step is not carried out, with the word before it.
std::pair<std::string, std::string> refusal(const Step& step) {
    if (step.refused_by == "stale") {
        return {"refused", "by the live state, which has moved since the plan was made"};
    }
    if (step.breach.empty()) {
        return {"left alone",
                "another step of this customer breaks guard " + printable(step.refused_by)};
    }
    return {"refused", "by guard " + printable(step.refused_by) + ": " + printable(step.breach)};
}

Json exact_json(Amount amount, std::string_view currency) {
    return Json(amount.text(decimals_of(currency)));
}

/// Hundredths, for readers of before amounts were exact; never 0 for what is not.
Json hundredths_json(Amount amount) {
    const auto cents = amount.in_units_of(2);
    return cents ? Json(*cents) : Json();
}

Json price_json(const Price& price) {
    return Json::object({{"cents", hundredths_json(price.amount)},
                         {"amount", exact_json(price.amount, price.currency)},
                         {"currency", price.currency},
                         {"frequency", price.frequency}});
}

Json price_json(const Quote& price) { return price ? price_json(*price) : Json(); }

Json missing_json(const Quote& price) { return price ? Json() : Json(price.error()); }

Json money_json(const Money& money) {
    return Json::object({{"old_plan", money.old_plan.empty() ? Json() : Json(money.old_plan)},
                         {"new_plan", money.new_plan},
                         {"old_price", price_json(money.old_price)},
                         {"new_price", price_json(money.new_price)},
                         {"old_price_missing", missing_json(money.old_price)},
                         {"new_price_missing", missing_json(money.new_price)},
                         {"price_source", money.source.empty() ? Json() : Json(money.source)},
                         {"paid_now", money.paid ? price_json(*money.paid) : Json()},
                         {"kept", kept_json(money)},
                         {"downgrade", money.downgrade}});
}

Json sum_json(const MoneySum& sum) {
    Json cents = Json::object();
    Json yearly = Json::object();
    for (const auto& [currency, amount] : sum.yearly) {
        cents.set(currency, hundredths_json(amount));
        yearly.set(currency, exact_json(amount, currency));
    }
    return Json::object({{"yearly_cents", std::move(cents)},
                         {"yearly", std::move(yearly)},
                         {"unknown", static_cast<std::int64_t>(sum.unknown)}});
}

std::string money_lines(const std::string& title,
                        const std::map<std::string_view, MoneySum>& customers) {
    if (customers.empty()) return {};
    Lines lines;
    MoneySum all;
    for (const auto& [customer, sum] : customers)
        all.add(sum);
    for (const auto& [customer, sum] : customers)
        lines.emplace_back(printable(customer), sum.empty() ? "no change" : sum_text(sum));
    if (customers.size() > 1)
        lines.emplace_back("in all", all.empty() ? "no change" : sum_text(all));
    return title + "\n" + aligned(lines) + "\n";
}

/// What is paid more or less, customer by customer and in all, and what would have been.
std::string money_lines(const Plan& plan) {
    return money_lines("What is paid changes by:", plan.money_by_customer()) +
           money_lines("What is refused would change it by:", plan.refused_money_by_customer());
}

/// Who has still to agree, and who said no: no step can do anything about either.
std::string waiting_lines(const Plan& plan, Acceptance acceptance) {
    const std::size_t count = plan.count(acceptance);
    if (count == 0) return {};
    std::string text = counted(count, "invitation was", "invitations were") + " rejected:\n";
    if (acceptance == Acceptance::waiting)
        text = "Waiting for " + counted(count, "person", "people") + ":\n";
    if (acceptance == Acceptance::unknown)
        text = counted(count, "member has", "members have") +
               " a status that tenantry does not know:\n";
    for (const Waiting& waiting : plan.waiting) {
        if (waiting.acceptance != acceptance) continue;
        text += "    " + printable(waiting.resource->address.text());
        if (acceptance == Acceptance::unknown)
            text += ": " + in_quotes(waiting.live->text_of("status"));
        text += "\n";
    }
    if (acceptance == Acceptance::rejected) text += "  hint: " + std::string(rejected_hint) + "\n";
    if (acceptance == Acceptance::unknown) text += "  hint: " + std::string(unknown_hint) + "\n";
    return text + "\n";
}

std::string_view word_of(Acceptance acceptance) {
    if (acceptance == Acceptance::unknown) return "unknown";
    return acceptance == Acceptance::rejected ? "rejected" : "waiting";
}

Json waiting_json(const Plan& plan) {
    JsonArray list;
    for (const Waiting& waiting : plan.waiting) {
        list.push_back(Json::object({{"address", waiting.resource->address.text()},
                                     {"kind", waiting.kind->name},
                                     {"standing", word_of(waiting.acceptance)}}));
    }
    return Json(std::move(list));
}

std::string one(const Plan& plan, const Step& step, const Sources& sources, Style style) {
    const Change& change = step.change;
    const bool create = change.action == Action::create;
    Lines lines;
    add_fields(lines, change.fields, create, change.resource->position, sources, style);
    add_order(lines, step);
    if (step.money) lines.emplace_back("price", money_change(*step.money));
    add_kept(lines, step);
    if (step.money && is_paid_otherwise(*step.money)) {
        lines.emplace_back("paid now", price_text(*step.money->paid) + ", as the API says");
    }
    lines.emplace_back("why", printable(change.reason));
    if (!step.refused_by.empty()) {
        const auto [word, why] = refusal(step);
        lines.emplace_back(word, paint(why, Color::red, style));
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
    const std::vector<std::string_view> words = step.procedure.words();
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
                         {"procedure", JsonArray(words.begin(), words.end())},
                         {"waits_for", std::move(waits)},
                         {"ordered_as", order_json(step)},
                         {"money", step.money ? money_json(*step.money) : Json()},
                         {"refused_by", step.refused_by.empty() ? Json() : Json(step.refused_by)},
                         {"breach", step.breach.empty() ? Json() : Json(step.breach)},
                         {"risks", risks_json(step, sources)}});
}

/// "3 resources of 1 customer are as wanted."; what was rejected is not.
std::string as_wanted(const Plan& plan) {
    const std::size_t others = plan.count(Acceptance::rejected) + plan.count(Acceptance::unknown);
    const std::size_t wanted = plan.resources - others;
    return (others == 0 ? "" : std::to_string(wanted) + " of ") +
           counted(plan.resources, "resource") + " of " + counted(plan.customers, "customer") +
           (wanted == 1 ? " is" : " are") + " as wanted.";
}

} // namespace

std::string plan_summary(const Plan& plan) {
    std::string text;
    const bool nothing = plan.steps.empty() && plan.refused.empty() && plan.in_doubt.empty() &&
                         plan.fields_left_out == 0 && plan.stale.empty();
    if (nothing && !plan.carried_out.empty()) {
        text = "Already carried out: nothing is left to do for " +
               counted(plan.carried_out.size(), "customer") + ".";
    } else if (nothing) {
        text = "Nothing to do: " + as_wanted(plan);
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
    text += left_out(plan);
    if (!plan.refused.empty()) {
        text += " Not planned because of errors: " + printable(join(plan.refused, ", ")) + ".";
    }
    if (!nothing && !plan.carried_out.empty()) {
        text += " Already carried out: " + printable(join(plan.carried_out, ", ")) + ".";
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
    std::string text = risks(plan, style);
    for (const Step& step : plan.steps)
        text += one(plan, step, sources, style) + "\n";
    return text + money_lines(plan) + program_line(plan) +
           waiting_lines(plan, Acceptance::waiting) + waiting_lines(plan, Acceptance::rejected) +
           waiting_lines(plan, Acceptance::unknown) + plan_summary(plan) + "\n";
}

Json plan_json(const Plan& plan, const Sources& sources) {
    JsonArray steps;
    for (const Step& step : plan.steps)
        steps.push_back(step_json(plan, step, sources));
    JsonArray stale;
    for (const std::string& customer : plan.stale)
        stale.emplace_back(customer);
    JsonArray carried_out;
    for (const std::string& customer : plan.carried_out)
        carried_out.emplace_back(customer);
    JsonArray refused;
    for (const std::string& customer : plan.refused)
        refused.emplace_back(customer);
    MoneySum money_refused;
    for (const auto& [customer, sum] : plan.refused_money_by_customer())
        money_refused.add(sum);
    const auto number = [](std::size_t count) { return Json(static_cast<std::int64_t>(count)); };
    return Json::object({{"steps", std::move(steps)},
                         {"create", number(plan.count(Action::create))},
                         {"update", number(plan.count(Action::update))},
                         {"customers", number(plan.customers)},
                         {"customers_unchanged", number(plan.customers_unchanged)},
                         {"customers_refused", std::move(refused)},
                         {"customers_in_doubt", texts_json(plan.in_doubt)},
                         {"fields_left_out", number(plan.fields_left_out)},
                         {"customers_stale", std::move(stale)},
                         {"customers_carried_out", std::move(carried_out)},
                         {"resources", number(plan.resources)},
                         {"unmanaged", number(plan.unmanaged.size())},
                         {"refused_steps", number(plan.refused_steps())},
                         {"program", program_json(plan)},
                         {"money", sum_json(plan.money())},
                         {"money_refused", sum_json(money_refused)},
                         {"risks", risks_json(plan)},
                         {"waiting", waiting_json(plan)},
                         {"calls", number(plan.calls())}});
}

std::string drift_summary(std::span<const Finding> findings, const Plan& plan) {
    std::size_t counts[3] = {};
    for (const Finding& finding : findings)
        ++counts[static_cast<std::size_t>(finding.finding_class)];
    std::string text;
    if (findings.empty() && plan.refused.empty() && plan.in_doubt.empty() &&
        plan.fields_left_out == 0) {
        text = "No drift: " + as_wanted(plan);
    } else {
        text = "Drift: " + std::to_string(counts[0]) + " missing, " + std::to_string(counts[1]) +
               " different, " + std::to_string(counts[2]) + " unmanaged; " +
               counted(customers_as_wanted(plan, findings), "customer") + " as wanted.";
    }
    text += left_out(plan);
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
            std::string(name_of(finding.finding_class)) + " " + finding.kind->title();
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
            for (const FieldChange& field : by_member(finding.fields)) {
                lines.emplace_back(printable(field.path),
                                   "live " + shown_before(field) + ", wanted " +
                                       shown(field.as_written()) + place_of(field, sources, style));
            }
            // What its parent has one of goes by the parent's id.
            if (!finding.id.empty() && !finding.kind->one_per_parent)
                lines.emplace_back("id", printable(finding.id));
        }
        for (const auto& [name, value] : finding.about)
            lines.emplace_back(printable(name), shown(value));
        lines.emplace_back("why", printable(finding.reason));
        if (!finding.hint.empty()) lines.emplace_back("hint", finding.hint);
        text += aligned(lines) + "\n";
    }
    return text + waiting_lines(plan, Acceptance::waiting) + drift_summary(findings, plan) + "\n";
}

Json drift_json(std::span<const Finding> findings, const Plan& plan, const Sources& sources) {
    JsonArray list;
    for (const Finding& finding : findings) {
        Json about = Json::object();
        for (const auto& [name, value] : finding.about)
            about.append(name, value);
        list.push_back(Json::object({{"class", name_of(finding.finding_class)},
                                     {"kind", finding.kind->name},
                                     {"address", finding.address.text()},
                                     {"id", finding.id.empty() ? Json() : Json(finding.id)},
                                     {"about", std::move(about)},
                                     {"reason", finding.reason},
                                     {"hint", finding.hint},
                                     {"position", position_json(finding.position, sources)},
                                     {"fields", fields_json(finding.fields, sources)}}));
    }
    JsonArray refused;
    for (const std::string& customer : plan.refused)
        refused.emplace_back(customer);
    const auto number = [](std::size_t count) { return Json(static_cast<std::int64_t>(count)); };
    const std::size_t as_wanted = customers_as_wanted(plan, findings);
    return Json::object({{"findings", std::move(list)},
                         {"customers", number(plan.customers)},
                         {"customers_unchanged", number(as_wanted)},
                         {"customers_refused", std::move(refused)},
                         {"customers_in_doubt", texts_json(plan.in_doubt)},
                         {"fields_left_out", number(plan.fields_left_out)},
                         {"waiting", waiting_json(plan)},
                         {"resources", number(plan.resources)}});
}

Json document(std::string_view command, std::string_view version) {
    return Json::object(
        {{"format_version", "1.3"}, {"tenantry_version", version}, {"command", command}});
}

} // namespace tenantry::render
