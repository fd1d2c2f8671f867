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

/// Equal changes apart from the others, each in the order in which people look for names.
struct Grouped {
    std::vector<Steps> alike = {};
    std::vector<Steps> by_customer = {}; // what is told one by one
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
        const Steps* const group = group_of[i];
        if (group != nullptr && group->size() >= many) {
            if (group->front() == i) found.alike.push_back(*group);
            continue;
        }
        const auto customer = plan.steps[i].address().customer();
        const bool next =
            found.by_customer.empty() ||
            plan.steps[found.by_customer.back().front()].address().customer() != customer;
        if (next) found.by_customer.emplace_back();
        found.by_customer.back().push_back(i);
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

/// The steps of each customer, all of them: those that are told once for many, too.
std::map<std::string_view, Steps> steps_by_customer(const Plan& plan) {
    std::map<std::string_view, Steps> customers;
    for (std::size_t i = 0; i < plan.steps.size(); ++i)
        customers[plan.steps[i].address().customer()].push_back(i);
    return customers;
}

std::string customers_text(const Plan& plan, const std::vector<Steps>& shown,
                           const Sources& sources, Style style) {
    const auto all = steps_by_customer(plan);
    const auto money = plan.money_by_customer();
    const bool compact = style.verbosity == Verbosity::compact;
    std::string text;
    for (const Steps& steps : shown) {
        const std::string_view name = plan.steps[steps.front()].address().customer();
        const Steps& own = all.at(name);
        std::string head =
            fmt::format("{}: {}", paint(printable(name), Color::bold, style), counts(plan, own));
        const auto sum = money.find(name);
        if (sum != money.end() && !sum->second.empty()) head += "; " + sum_text(sum->second);
        if (own.size() > steps.size())
            head += fmt::format(" ({} of these above)", own.size() - steps.size());
        text += wrapped(head, 0, 4, style) + "\n";
        for (const std::size_t i : steps) {
            const Step& step = plan.steps[i];
            text +=
                compact ? step_line(step, style) : step_block(plan, step, sources, style) + "\n";
        }
        if (compact) text += "\n";
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
