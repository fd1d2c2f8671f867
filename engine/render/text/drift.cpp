#include "engine/base/natural_order.hpp"
#include "engine/base/text.hpp"
#include "engine/render/by_member.hpp"
#include "engine/render/render.hpp"
#include "engine/render/text/departed.hpp"
#include "engine/render/text/fields.hpp"
#include "engine/render/text/gone.hpp"
#include "engine/render/text/heading.hpp"
#include "engine/render/text/summary.hpp"
#include "engine/render/text/verdicts.hpp"
#include "engine/render/text/waiting.hpp"
#include "engine/render/text/wrap.hpp"
#include "engine/render/who_words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

namespace tenantry::render {
namespace {

/// " Since 2026-11-30T03:10:00Z: 2 new, 1 gone."
std::string since_before(const Drift& drift) {
    if (!drift.before) return {};
    const auto fresh = std::ranges::count(drift.findings, true, &Finding::is_new) +
                       std::ranges::count(drift.hidden, true, &Finding::is_new);
    return fmt::format(" Since {}: {} new, {} gone.", time_in_words(*drift.before), fresh,
                       drift.gone.size());
}

void add_hindsight(Lines& lines, const Finding& finding, const Drift& drift) {
    const std::string since = since_words(finding, drift);
    if (!since.empty()) lines.emplace_back("since", since);
    const std::string cause = cause_words(finding);
    if (!cause.empty()) lines.emplace_back("cause", cause);
    const std::string who = who_words(finding);
    if (!who.empty()) lines.emplace_back("who", who);
}

/// A finding with what is live and what is wanted, why, and what the ledger knows of it.
std::string one(const Finding& finding, const Drift& drift, const Sources& sources, Style style) {
    const bool unmanaged = finding.finding_class == FindingClass::unmanaged;
    const bool missing = finding.finding_class == FindingClass::missing;
    const std::string word = fmt::format("{}: {} {}", name_of(finding.severity),
                                         name_of(finding.finding_class), finding.kind->title());
    const std::string text = heading(unmanaged ? "?"
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
                               fmt::format("live {}, wanted {}{}", shown_before(field),
                                           shown(field.as_written()),
                                           place_of(field, sources, style)));
        }
        // What its parent has one of goes by the parent's id.
        if (!finding.id.empty() && !finding.kind->one_per_parent)
            lines.emplace_back("id", printable(finding.id));
    }
    for (const auto& [name, value] : finding.about)
        lines.emplace_back(printable(name), shown(value));
    lines.emplace_back("why", printable(finding.reason));
    if (!finding.hint.empty()) lines.emplace_back("hint", finding.hint);
    add_hindsight(lines, finding, drift);
    lines.emplace_back("finding", finding.finding_id);
    return text + aligned(lines, style) + "\n";
}

/// Customer by customer in the order in which people look for names, the worst first.
std::vector<const Finding*> in_order(const std::vector<Finding>& findings) {
    std::vector<const Finding*> sorted;
    sorted.reserve(findings.size());
    for (const Finding& finding : findings)
        sorted.push_back(&finding);
    std::ranges::stable_sort(sorted, [](const Finding* a, const Finding* b) {
        if (a->address.customer() != b->address.customer())
            return stands_before(a->address.customer(), b->address.customer());
        if (a->severity != b->severity) return a->severity > b->severity;
        return stands_before(a->address.text(), b->address.text());
    });
    return sorted;
}

} // namespace

std::string drift_summary(const Drift& drift, const Plan& plan) {
    std::size_t counts[3] = {};
    for (const std::vector<Finding>* findings : {&drift.findings, &drift.hidden}) {
        for (const Finding& finding : *findings)
            ++counts[static_cast<std::size_t>(finding.finding_class)];
    }
    const bool none = drift.findings.empty() && drift.hidden.empty();
    const bool judged = plan.refused.empty() && plan.in_doubt.empty() && plan.fields_left_out == 0;
    const std::size_t ignored = drift.ignored.size();
    std::string text;
    if (none && judged && ignored == 0) {
        text = "No drift: " + as_wanted(plan);
    } else {
        text = fmt::format("Drift: {} missing, {} different, {} unmanaged{}; {} as wanted.",
                           counts[0], counts[1], counts[2],
                           none ? "" : fmt::format(" ({})", severity_counts(drift)),
                           counted(customers_as_wanted(plan, drift), "customer"));
        text += coverage_words(drift, plan);
    }
    if (!drift.hidden.empty()) {
        text += fmt::format(" {} not shown: less severe than {}.",
                            counted(drift.hidden.size(), "finding is", "findings are"),
                            name_of(drift.least));
    }
    if (ignored > 0)
        text += fmt::format(" {} ignored.", counted(ignored, "finding is", "findings are"));
    text += since_before(drift) + left_out(plan);
    if (!plan.refused.empty()) {
        text +=
            fmt::format(" Not judged because of errors: {}.", printable(join(plan.refused, ", ")));
    }
    return text;
}

std::string drift(const Drift& drift, const Plan& plan, const Sources& sources, Style style) {
    std::string text;
    for (const Finding* const finding : in_order(drift.findings))
        text += one(*finding, drift, sources, style);
    return text + fitted(gone_lines(drift) + departed_lines(plan) +
                             waiting_lines(plan, Acceptance::waiting) + ignored_lines(drift) +
                             idle_lines(drift, sources) + unjudged_lines(drift) +
                             lacking_right_line(drift) + drift_summary(drift, plan) + "\n",
                         style);
}

} // namespace tenantry::render
