#include "engine/render/text/step_block.hpp"

#include "engine/base/text.hpp"
#include "engine/render/by_member.hpp"
#include "engine/render/text/fields.hpp"
#include "engine/render/text/heading.hpp"
#include "engine/render/text/money.hpp"
#include "engine/render/text/orders.hpp"
#include "engine/render/text/wrap.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

namespace tenantry::render {
namespace {

bool creates(const Step& step) { return step.change.action == Action::create; }
std::string_view symbol_of(const Step& step) { return creates(step) ? "+" : "~"; }
Color color_of(const Step& step) { return creates(step) ? Color::green : Color::yellow; }

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

/// Whether the other step creates what this one lies in.
bool is_new_parent(const Step& other, const Step& step) {
    return creates(other) && other.address().contains(step.address());
}

bool lies_in_new(const Plan& plan, const Step& step) {
    return creates(step) && std::ranges::any_of(step.waits_for, [&](std::size_t before) {
               return is_new_parent(plan.steps[before], step);
           });
}

/// What stands below a step's line, but for what it waits for.
Lines lines_of(const Plan& plan, const Step& step, std::span<const FieldChange> fields,
               Position resource, const Sources& sources, Style style) {
    Lines lines;
    add_fields(lines, fields, creates(step), resource, sources, style);
    add_order(lines, step);
    if (step.money) add_price(lines, *step.money);
    add_kept(lines, step);
    if (step.money) add_paid(lines, *step.money);
    if (!lies_in_new(plan, step)) lines.emplace_back("why", printable(step.change.reason));
    if (!step.refused_by.empty()) {
        const auto [word, why] = refusal(step);
        lines.emplace_back(word, paint(why, Color::red, style));
    }
    return lines;
}

/// Whether a field says what stands at the end of the address already.
bool is_its_name(const Step& step, const FieldChange& field) {
    const std::string* const text = field.as_written().text();
    const std::string& address = step.address().text();
    return text != nullptr && unescaped(address.substr(address.rfind('/') + 1)) == *text;
}

/// The fields of a step; those that others of its like want elsewhere lose their place.
std::vector<FieldChange> fields_alike(const Plan& plan, const std::vector<std::size_t>& steps) {
    std::vector<FieldChange> fields = plan.steps[steps.front()].change.fields;
    for (const std::size_t i : steps) {
        const std::vector<FieldChange>& others = plan.steps[i].change.fields;
        for (std::size_t f = 0; f < fields.size() && f < others.size(); ++f) {
            if (fields[f].position != others[f].position) fields[f].position = {};
        }
    }
    return fields;
}

std::string named(const Plan& plan, const std::vector<std::size_t>& steps) {
    constexpr std::size_t few = 5;
    std::vector<std::string> names;
    for (const std::size_t i : steps) {
        if (names.size() < few) names.push_back(printable(plan.steps[i].address().text()));
    }
    return fmt::format("{} and {} more", join(names, ", "), steps.size() - names.size());
}

} // namespace

std::string step_block(const Plan& plan, const Step& step, const Sources& sources, Style style) {
    const Change& change = step.change;
    const Position position = change.resource->position;
    Lines lines = lines_of(plan, step, change.fields, position, sources, style);
    for (const std::size_t before : step.waits_for) {
        if (!is_new_parent(plan.steps[before], step))
            lines.emplace_back("after", printable(plan.steps[before].address().text()));
    }
    return heading(symbol_of(step), color_of(step), step.kind().title(),
                   within_customer(step.address()), position, sources, style, 2) +
           aligned(lines, style, 6);
}

std::string step_line(const Step& step, Style style) {
    std::vector<std::string> parts;
    parts.reserve(step.risks.size() + step.change.fields.size() + 2);
    for (const Risk& risk : step.risks)
        parts.push_back(paint("! " + risk.what, Color::red, style));
    for (const FieldChange& field : by_member(step.change.fields)) {
        const std::string after = shown(field.as_written());
        const std::string path = printable(field.path);
        if (!creates(step)) {
            parts.push_back(fmt::format("{} {} -> {}", path, shown_before(field), after));
        } else if (!is_its_name(step, field)) {
            parts.push_back(fmt::format("{} {}", path, after));
        }
    }
    if (step.money) parts.push_back(money_change(*step.money));
    if (!step.refused_by.empty()) {
        const auto [word, why] = refusal(step);
        parts.push_back(paint(fmt::format("{} {}", word, why), Color::red, style));
    }
    const std::string rest =
        fmt::format("  {}{}{}", step.kind().title(), parts.empty() ? "" : ": ", join(parts, "; "));
    std::string name = within_customer(step.address());
    if (style.width > 0) {
        // What becomes of it is read before where it lies.
        constexpr std::size_t least = 20;
        const std::size_t beside = 4 + painted_width(rest);
        name = end_of(name, std::max(least, style.width - std::min(style.width, beside)));
    }
    const std::string text = fmt::format("  {} {}{}", paint(symbol_of(step), color_of(step), style),
                                         paint(name, Color::bold, style), rest);
    return clipped(text, style) + "\n";
}

std::string likeness(const Plan& plan, const Step& step) {
    std::vector<FieldChange> fields = step.change.fields;
    for (FieldChange& field : fields)
        field.position = {};
    std::string text = fmt::format("{}\n{}\n", symbol_of(step), step.kind().title());
    for (const auto& [name, words] : lines_of(plan, step, fields, {}, {}, {}))
        text += fmt::format("{}\n{}\n", name, words);
    return text;
}

std::string alike_block(const Plan& plan, const std::vector<std::size_t>& steps,
                        const Sources& sources, Style style) {
    const Step& first = plan.steps[steps.front()];
    std::set<std::string_view> customers;
    for (const std::size_t i : steps)
        customers.insert(plan.steps[i].address().customer());
    Lines lines = lines_of(plan, first, fields_alike(plan, steps), {}, sources, style);
    lines.emplace_back("at", named(plan, steps));
    return heading(
               symbol_of(first), color_of(first),
               fmt::format("{} of {}", first.kind().title(), counted(customers.size(), "customer")),
               fmt::format("{} times", steps.size()), {}, sources, style, 2) +
           aligned(lines, style, 6);
}

} // namespace tenantry::render
