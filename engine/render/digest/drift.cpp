// A drift as remarks. What is critical or high weighs as an error does, so that whoever reads
// nothing but errors reads it; what is low is a note, and fails no test.
#include "engine/base/bug.hpp"
#include "engine/base/text.hpp"
#include "engine/render/by_member.hpp"
#include "engine/render/digest/parts.hpp"
#include "engine/render/drift_counts.hpp"
#include "engine/render/render.hpp"
#include "engine/render/text/fields.hpp"
#include "engine/render/text/gone.hpp"
#include "engine/render/who_words.hpp"

#include <fmt/core.h>

#include <set>
#include <span>
#include <string>
#include <string_view>

namespace tenantry::render {
namespace {

Weight weight_of(FindingSeverity severity) {
    switch (severity) {
    case FindingSeverity::critical:
    case FindingSeverity::high: return Weight::error;
    case FindingSeverity::medium: return Weight::warning;
    case FindingSeverity::low: return Weight::note;
    }
    bug("finding severity out of range");
}

Remark of_finding(const Finding& finding, const Sources& sources) {
    Remark remark{.weight = weight_of(finding.severity),
                  .rule = fmt::format("drift.{}", name_of(finding.finding_class)),
                  .customer =
                      finding.address.of_nobody() ? "" : std::string(finding.address.customer()),
                  .subject = finding.address.text(),
                  .summary = fmt::format("{}: {} {}: {}", name_of(finding.severity),
                                         name_of(finding.finding_class), finding.kind->title(),
                                         finding.reason),
                  .hint = finding.hint,
                  .position = finding.position,
                  .key = finding.finding_id,
                  .severity = finding.severity,
                  .fails = finding.severity != FindingSeverity::low};
    if (finding.finding_class != FindingClass::missing) {
        for (const FieldChange& field : by_member(finding.fields)) {
            const std::string before = shown_before(field);
            const std::string after = shown(field.as_written());
            remark.details.emplace_back(
                printable(field.path),
                fmt::format("live {}, wanted {}{}", before, after, place_of(field, sources, {})),
                before, after, line_of(field.position, sources));
        }
    }
    for (const auto& [name, value] : finding.about)
        remark.details.emplace_back(printable(name), shown(value));
    return remark;
}

void add_gone(Digest& digest, const Drift& drift) {
    for (const Gone& gone : drift.gone) {
        Remark remark{.rule = "drift.gone",
                      .customer = customer_of_subject(gone.address),
                      .subject = gone.address,
                      .summary = gone.finding_class + ": no longer found"};
        if (!gone.fields.empty()) remark.details.emplace_back("fields", join(gone.fields, ", "));
        remark.details.emplace_back("since", time_in_words(gone.since));
        remark.since = gone.since;
        digest.remarks.push_back(std::move(remark));
    }
}

/// What each Ignore document does: what it keeps quiet, or that it is needed no more.
void add_ignored(Digest& digest, const Drift& drift) {
    for (const IgnoredGroup& group : ignored_by_document(drift)) {
        digest.remarks.push_back(
            {.rule = "drift.ignored",
             .summary = fmt::format("{} ignored until {}: {}",
                                    counted(group.count, "finding is", "findings are"),
                                    day_in_words(group.by->until), group.by->why),
             .details = {{"document", group.by->name}},
             .position = group.by->position,
             .key = group.by->name,
             .skipped = true});
    }
    for (const Ignore* const idle : drift.idle) {
        digest.remarks.push_back(
            {.rule = "drift.idle-ignore",
             .summary = fmt::format("the Ignore document {} matches nothing any "
                                    "more, and can be removed",
                                    in_quotes(idle->name)),
             .position = idle->position});
    }
}

/// The errors themselves are remarks; this says what they mean.
void add_unjudged(Digest& digest, const Drift& drift) {
    for (const Unjudged& each : drift.unjudged) {
        Remark remark{.weight = Weight::warning,
                      .rule = "drift.not-judged",
                      .customer = each.customer,
                      .subject = each.customer,
                      .summary = each.partly ? "was judged in part, because of errors"
                                             : "was not judged, because of errors",
                      .skipped = true};
        for (const std::string& why : each.why)
            remark.details.emplace_back("why", why);
        digest.remarks.push_back(std::move(remark));
    }
}

/// Customers with findings that are no remarks.
std::set<std::string_view> not_as_wanted(const Drift& drift) {
    std::set<std::string_view> customers;
    for (const Finding& finding : drift.hidden)
        customers.insert(finding.address.customer());
    for (const IgnoredFinding& ignored : drift.ignored)
        customers.insert(ignored.finding.address.customer());
    return customers;
}

} // namespace

Digest drift_digest(const Drift& drift, const Plan& plan, const Diagnostics& diagnostics,
                    const Sources& sources, std::span<const std::string> looked_at) {
    Digest digest{.summary = drift_summary(drift, plan)};
    add_diagnostics(digest, diagnostics);
    for (const Finding& finding : drift.findings) {
        Remark remark = of_finding(finding, sources);
        if (const std::string since = since_words(finding, drift); !since.empty())
            remark.details.emplace_back("since", since);
        if (const std::string cause = cause_words(finding); !cause.empty())
            remark.details.emplace_back("cause", cause);
        if (const std::string who = who_words(finding); !who.empty())
            remark.details.emplace_back("who", who);
        remark.details.emplace_back("finding", finding.finding_id);
        remark.since = finding.since;
        digest.remarks.push_back(std::move(remark));
    }
    add_gone(digest, drift);
    add_departed(digest, plan);
    // What was rejected, or stands in a way that nobody knows, is a finding.
    add_waiting(digest, plan, Acceptance::waiting);
    add_ignored(digest, drift);
    add_unjudged(digest, drift);
    add_as_wanted(digest, plan, looked_at, not_as_wanted(drift));
    return digest;
}

} // namespace tenantry::render
