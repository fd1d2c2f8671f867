// The text format of Prometheus, for the textfile collector of a node exporter: gauges of the last
// drift. What is not known has no series, and never a 0.
#include "engine/base/text.hpp"
#include "engine/render/drift_counts.hpp"
#include "engine/render/render.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace tenantry::render {
namespace {

/// The value of a label between its quotes.
std::string label_value(std::string_view text) {
    std::string result;
    for (const char c : printable(text)) {
        if (c == '\\' || c == '"') result += '\\';
        if (c == '\n') {
            result += "\\n";
        } else {
            result += c;
        }
    }
    return result;
}

/// What stands before the series of a gauge.
std::string gauge(std::string_view name, std::string_view help) {
    return fmt::format("# HELP tenantry_drift_{0} {1}\n# TYPE tenantry_drift_{0} gauge\n", name,
                       help);
}

std::string sample(std::string_view name, std::size_t count) {
    return fmt::format("tenantry_drift_{} {}\n", name, count);
}

using Counts = std::array<std::array<std::size_t, 4>, 3>; // by class and severity

Counts counts_of(const Drift& drift) {
    Counts counts = {};
    for (const std::vector<Finding>* findings : {&drift.findings, &drift.hidden}) {
        for (const Finding& finding : *findings)
            ++counts[static_cast<std::size_t>(finding.finding_class)]
                    [static_cast<std::size_t>(finding.severity)];
    }
    return counts;
}

std::string findings_series(const Drift& drift) {
    std::string text = gauge("findings", "Findings of the last drift by class and severity; those "
                                         "that Ignore documents keep quiet are not among them.");
    const Counts counts = counts_of(drift);
    for (const auto each :
         {FindingClass::missing, FindingClass::different, FindingClass::unmanaged}) {
        for (const FindingSeverity severity : severities_from_worst) {
            text += fmt::format(
                "tenantry_drift_findings{{class=\"{}\",severity=\"{}\"}} {}\n", name_of(each),
                name_of(severity),
                counts[static_cast<std::size_t>(each)][static_cast<std::size_t>(severity)]);
        }
    }
    return text;
}

/// A series for each customer that was looked at, also where it is 0: an alert ends when its series
/// says so. What no manifest names belongs to none of them.
std::string customer_series(const Drift& drift, std::span<const std::string> looked_at) {
    std::map<std::string_view, std::size_t> counts;
    for (const std::vector<Finding>* findings : {&drift.findings, &drift.hidden}) {
        for (const Finding& finding : *findings)
            if (!finding.address.of_nobody()) ++counts[finding.address.customer()];
    }
    std::map<std::string_view, bool> partly;
    for (const Unjudged& each : drift.unjudged)
        partly.emplace(each.customer, each.partly);
    std::string found = gauge("customer_findings",
                              "Findings of each customer that could be judged, all or in part.");
    std::string judged = gauge("customer_judged", "Whether all of the customer could be judged.");
    for (const std::string& customer : looked_at) {
        const auto doubt = partly.find(customer);
        const std::string label = fmt::format("{{customer=\"{}\"}}", label_value(customer));
        judged += fmt::format("tenantry_drift_customer_judged{} {}\n", label,
                              doubt == partly.end() ? 1 : 0);
        if (doubt != partly.end() && !doubt->second) continue;
        found += fmt::format("tenantry_drift_customer_findings{} {}\n", label, counts[customer]);
    }
    return found + judged;
}

} // namespace

std::string run_prometheus(const RunFigures& figures) {
    const auto seconds = [](std::chrono::milliseconds time) {
        return fmt::format("{}.{:03}", time.count() / 1000, time.count() % 1000);
    };
    return gauge("succeeded", "Whether the last drift came to a result.") +
           sample("succeeded", figures.succeeded ? 1 : 0) +
           gauge("last_run_timestamp_seconds", "When the last drift ended.") +
           fmt::format("tenantry_drift_last_run_timestamp_seconds {}\n",
                       seconds(figures.ended.time_since_epoch())) +
           gauge("duration_seconds", "How long the last drift took.") +
           fmt::format("tenantry_drift_duration_seconds {}\n", seconds(figures.took)) +
           (figures.calls ? gauge("calls", "Calls of the API that the last drift sent.") +
                                sample("calls", static_cast<std::size_t>(*figures.calls))
                          : std::string());
}

std::string drift_prometheus(const Drift& drift, const Plan& plan,
                             std::span<const std::string> looked_at, const RunFigures& figures) {
    const auto partly = std::ranges::count(drift.unjudged, true, &Unjudged::partly);
    return findings_series(drift) +
           gauge("ignored_findings", "Findings that Ignore documents keep quiet.") +
           sample("ignored_findings", drift.ignored.size()) + customer_series(drift, looked_at) +
           gauge("customers", "Customers that were selected.") +
           sample("customers", plan.customers) +
           gauge("customers_judged", "Customers that could be judged, those in part included.") +
           sample("customers_judged", customers_judged(plan, drift)) +
           gauge("customers_judged_in_part", "Customers that could be judged in part alone.") +
           sample("customers_judged_in_part", static_cast<std::size_t>(partly)) +
           run_prometheus(figures);
}

} // namespace tenantry::render
