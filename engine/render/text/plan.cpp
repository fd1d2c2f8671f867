#include "engine/base/text.hpp"
#include "engine/render/render.hpp"
#include "engine/render/text/departed.hpp"
#include "engine/render/text/fields.hpp"
#include "engine/render/text/heading.hpp"
#include "engine/render/text/money.hpp"
#include "engine/render/text/orders.hpp"
#include "engine/render/text/summary.hpp"
#include "engine/render/text/waiting.hpp"

#include <fmt/core.h>

#include <utility>

namespace tenantry::render {
namespace {

/// Why a step is not carried out, with the word before it.
std::pair<std::string, std::string> refusal(const Step& step) {
    if (step.refused_by == "stale") {
        return {"refused", "by the live state, which has moved since the plan was made"};
    }
    // By another run, or by what an earlier one left open.
    if (step.refused_by == "locked" || step.refused_by == "ledger")
        return {"refused", printable(step.breach)};
    if (step.breach.empty()) {
        return {"left alone",
                "another step of this customer breaks guard " + printable(step.refused_by)};
    }
    return {"refused",
            fmt::format("by guard {}: {}", printable(step.refused_by), printable(step.breach))};
}

std::string one(const Plan& plan, const Step& step, const Sources& sources, Style style) {
    const Change& change = step.change;
    const bool create = change.action == Action::create;
    Lines lines;
    add_fields(lines, change.fields, create, change.resource->position, sources, style);
    add_order(lines, step);
    if (step.money) add_price(lines, *step.money);
    add_kept(lines, step);
    if (step.money) add_paid(lines, *step.money);
    lines.emplace_back("why", printable(change.reason));
    if (!step.refused_by.empty()) {
        const auto [word, why] = refusal(step);
        lines.emplace_back(word, paint(why, Color::red, style));
    }
    for (const std::size_t before : step.waits_for) {
        lines.emplace_back("after", printable(plan.steps[before].address().text()));
    }
    return heading(create ? "+" : "~", create ? Color::green : Color::yellow, step.kind().title(),
                   step.address(), change.resource->position, sources, style) +
           aligned(lines);
}

} // namespace

std::string plan_summary(const Plan& plan) {
    std::string text;
    const bool nothing = plan.steps.empty() && plan.refused.empty() && plan.in_doubt.empty() &&
                         plan.fields_left_out == 0 && plan.stale.empty();
    if (nothing && !plan.carried_out.empty()) {
        text = fmt::format("Already carried out: nothing is left to do for {}.",
                           counted(plan.carried_out.size(), "customer"));
    } else if (nothing) {
        text = "Nothing to do: " + as_wanted(plan);
    } else {
        text = fmt::format("Plan: {} to create, {} to update; {} unchanged.",
                           plan.count(Action::create), plan.count(Action::update),
                           counted(plan.customers_unchanged, "customer"));
        if (plan.refused_steps() > 0) {
            text += fmt::format(" {} refused.", counted(plan.refused_steps(), "step"));
        }
        if (plan.refused_steps() < plan.steps.size()) {
            text += fmt::format(" Apply sends about {}.", counted(plan.calls(), "call"));
        }
    }
    text += left_out(plan) + not_planned(plan);
    if (!nothing && !plan.carried_out.empty()) {
        text += fmt::format(" Already carried out: {}.", printable(join(plan.carried_out, ", ")));
    }
    if (!plan.stale.empty()) {
        text += fmt::format(" The live state has moved under {} since the plan was made.",
                            printable(join(plan.stale, ", ")));
    }
    if (!plan.unmanaged.empty()) {
        text += fmt::format(" {} in no manifest: see tenantry drift.",
                            counted(plan.unmanaged.size(), "live object is", "live objects are"));
    }
    return text;
}

std::string plan(const Plan& plan, const Sources& sources, Style style) {
    std::string text = risks(plan, style);
    for (const Step& step : plan.steps)
        text += one(plan, step, sources, style) + "\n";
    return text + money_lines(plan) + program_line(plan) + departed_lines(plan) +
           waiting_lines(plan, Acceptance::waiting) + waiting_lines(plan, Acceptance::rejected) +
           waiting_lines(plan, Acceptance::unknown) + plan_summary(plan) + "\n";
}

} // namespace tenantry::render
