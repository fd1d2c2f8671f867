// What a drift tells, after all findings are known: how severe each is, which are ignored or
// hidden, and of whom not everything could be judged.
#include "engine/planner/planner.hpp"

#include "engine/base/text.hpp"
#include "engine/planner/ignores.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace tenantry::planner {
namespace {

constexpr auto days_of_warning = std::chrono::days(14);

/// The errors of each customer, in words.
std::map<std::string, std::vector<std::string>, std::less<>>
reasons_by_customer(const Diagnostics& diagnostics) {
    std::map<std::string, std::vector<std::string>, std::less<>> reasons;
    const auto add = [&](const std::string& subject, const std::string& why) {
        if (subject.empty()) return;
        std::vector<std::string>& known = reasons[std::string(Address::parse(subject).customer())];
        if (std::ranges::find(known, why) == known.end()) known.push_back(why);
    };
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        if (diagnostic.severity != Severity::error) continue;
        add(diagnostic.subject, diagnostic.summary);
        for (const std::string& subject : diagnostic.also)
            add(subject, diagnostic.summary);
    }
    return reasons;
}

/// Customer by customer, the worst first.
void sort_findings(std::vector<Finding>& findings) {
    std::ranges::stable_sort(findings, [](const Finding& a, const Finding& b) {
        return std::tuple(a.address.customer(), b.severity, a.address) <
               std::tuple(b.address.customer(), a.severity, b.address);
    });
}

} // namespace

std::vector<Unjudged> unjudged(const Plan& plan, const Diagnostics& diagnostics) {
    if (plan.refused.empty() && plan.in_doubt.empty()) return {};
    const auto reasons = reasons_by_customer(diagnostics);
    const std::vector<std::string> unknown = {
        "an error at a line that concerns several customers, told once"};
    std::vector<Unjudged> customers;
    const auto add = [&](const std::string& customer, bool partly) {
        const auto found = reasons.find(customer);
        customers.push_back({customer, partly, found == reasons.end() ? unknown : found->second});
    };
    for (const std::string& customer : plan.refused)
        add(customer, false);
    for (const std::string& customer : plan.in_doubt)
        if (!std::ranges::binary_search(plan.refused, customer)) add(customer, true);
    std::ranges::sort(customers, {}, &Unjudged::customer);
    return customers;
}

void judge(Drift& drift, const KindTable& kinds, const Desired& desired, const Plan& plan,
           const Diagnostics& diagnostics, const Judging& judging) {
    drift.unjudged = unjudged(plan, diagnostics);
    overrule(drift.findings, kinds, desired.severities);
    std::vector<bool> used;
    ignore(drift, kinds, desired.ignores, judging.today, used);
    // What was not looked at may still be what a document means.
    if (judging.everything && drift.unjudged.empty()) {
        for (std::size_t i = 0; i < used.size(); ++i) {
            const Ignore& each = desired.ignores[i];
            if (!used[i] && each.until >= judging.today) drift.idle.push_back(&each);
        }
    }
    sort_findings(drift.findings);
    drift.least = judging.least;
    const auto shown = std::ranges::stable_partition(
        drift.findings, [&](const Finding& finding) { return finding.severity >= judging.least; });
    std::ranges::move(shown, std::back_inserter(drift.hidden));
    drift.findings.erase(shown.begin(), shown.end());
}

void check_ignores(const Desired& desired, Day today, Diagnostics& diagnostics) {
    for (const Ignore& each : desired.ignores) {
        if (each.until >= today) continue;
        const bool late = today - each.until > days_of_warning;
        diagnostics.add(
            {.severity = late ? Severity::error : Severity::warning,
             .code = "ignore.ended",
             .summary = fmt::format("the Ignore document {} has ended, and keeps nothing quiet "
                                    "any more: its last day was {}",
                                    in_quotes(each.name), day_in_words(each.until)),
             .hint =
                 late ? "remove the document, or write a later day and why it is still no trouble"
                      : fmt::format(
                            "remove the document, or write a later day; from {} on it "
                            "is an error",
                            day_in_words(each.until + days_of_warning + std::chrono::days(1))),
             .position = each.until_position});
    }
}

} // namespace tenantry::planner
