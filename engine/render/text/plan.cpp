#include "engine/base/text.hpp"
#include "engine/render/render.hpp"
#include "engine/render/step_order.hpp"
#include "engine/render/text/departed.hpp"
#include "engine/render/text/money.hpp"
#include "engine/render/text/orders.hpp"
#include "engine/render/text/step_block.hpp"
#include "engine/render/text/summary.hpp"
#include "engine/render/text/waiting.hpp"
#include "engine/render/text/wrap.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <unordered_map>

namespace tenantry::render {
namespace {

// So many equal changes are told once.
constexpr std::size_t many = 10;

using Steps = std::vector<std::size_t>; // by index in the plan

/// The steps of one customer, and which of them are told one by one.
struct Portion {
    Steps all = {};
    Steps alone = {};
};

/// Equal changes apart from the others, each in the order in which people look for names.
struct Grouped {
    std::vector<Steps> alike = {};
    std::vector<Portion> by_customer = {};
};

Grouped grouped(const Plan& plan, Style style) {
    const Steps steps = steps_in_order(plan);
    std::unordered_map<std::string, Steps> groups;
    std::vector<const Steps*> group_of(plan.steps.size());
    for (const std::size_t i : steps) {
        if (style.verbosity == Verbosity::expanded || plan.steps.size() < many) break;
        Steps& group = groups[likeness(plan, plan.steps[i])];
        group.push_back(i);
        group_of[i] = &group;
    }
    Grouped found;
    for (const std::size_t i : steps) {
        const auto customer = plan.steps[i].address().customer();
        const bool next =
            found.by_customer.empty() ||
            plan.steps[found.by_customer.back().all.front()].address().customer() != customer;
        Portion& portion = next ? found.by_customer.emplace_back() : found.by_customer.back();
        portion.all.push_back(i);
        const Steps* const group = group_of[i];
        const bool alone = group == nullptr || group->size() < many;
        if (alone) portion.alone.push_back(i);
        if (!alone && group->front() == i) found.alike.push_back(*group);
    }
    return found;
}

/// "2 to create, 1 to update, 1 refused".
std::string counts(const Plan& plan, const Steps& steps) {
    std::size_t created = 0;
    std::size_t refused = 0;
    for (const std::size_t i : steps) {
        const Step& step = plan.steps[i];
        if (step.change.action == Action::create) ++created;
        if (!step.refused_by.empty()) ++refused;
    }
    std::vector<std::string> parts;
    const auto add = [&](std::size_t count, std::string_view word) {
        if (count > 0) parts.push_back(fmt::format("{} {}", count, word));
    };
    add(created, "to create");
    add(steps.size() - created, "to update");
    add(refused, "refused");
    return join(parts, ", ");
}

/// "acme: 2 to create; +USD 20.00 a month (1 of these above)".
std::string customer_head(const Plan& plan, const Portion& portion, const MoneySum& money,
                          Style style) {
    const std::string_view name = plan.steps[portion.all.front()].address().customer();
    std::string head = fmt::format("{}: {}", paint(printable(name), Color::bold, style),
                                   counts(plan, portion.all));
    if (!money.empty()) head += "; " + sum_text(money);
    const std::size_t above = portion.all.size() - portion.alone.size();
    if (above > 0)
        head += fmt::format(" ({} of these above)",
                            portion.alone.empty() ? "all" : std::to_string(above));
    return wrapped(head, 0, 4, style) + "\n";
}

std::string customers_text(const Plan& plan, const std::vector<Portion>& portions,
                           const Sources& sources, Style style) {
    const auto money = plan.money_by_customer();
    const bool compact = style.verbosity == Verbosity::compact;
    std::string text;
    for (const Portion& portion : portions) {
        const auto sum = money.find(plan.steps[portion.all.front()].address().customer());
        text += customer_head(plan, portion, sum == money.end() ? MoneySum() : sum->second, style);
        for (const std::size_t i : portion.alone) {
            const Step& step = plan.steps[i];
            text +=
                compact ? step_line(step, style) : step_block(plan, step, sources, style) + "\n";
        }
        const bool ends = &portion == &portions.back() && portion.alone.empty();
        if (ends || (compact && !portion.alone.empty())) text += "\n";
    }
    return text;
}

std::string alike_text(const Plan& plan, const std::vector<Steps>& alike, const Sources& sources,
                       Style style) {
    if (alike.empty()) return {};
    std::string text = wrapped("Equal changes (--expand shows each):", 0, 4, style) + "\n";
    for (const Steps& steps : alike)
        text += alike_block(plan, steps, sources, style) + "\n";
    return text;
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
    const std::string summary = wrapped(plan_summary(plan), 0, 4, style) + "\n";
    std::string text = plan.steps.empty() ? "" : summary + "\n";
    text += risks(plan, style);
    const Grouped found = grouped(plan, style);
    text += alike_text(plan, found.alike, sources, style);
    text += customers_text(plan, found.by_customer, sources, style);
    text += money_lines(plan, style);
    text += fitted(
        program_line(plan) + departed_lines(plan) + waiting_lines(plan, Acceptance::waiting) +
            waiting_lines(plan, Acceptance::rejected) + waiting_lines(plan, Acceptance::unknown),
        style);
    return text + summary;
}

} // namespace tenantry::render
