// Values as text for people and as JSON for machines. Pure. Whatever came from a manifest or from
// the API is made printable here, so that no name can drive a terminal; colour only adds to the
// words.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/base/json.hpp"
#include "engine/model/finding.hpp"
#include "engine/model/health.hpp"
#include "engine/model/listing.hpp"
#include "engine/model/plan.hpp"
#include "engine/model/report.hpp"

#include <span>
#include <string>
#include <string_view>

namespace tenantry::render {

struct Style {
    bool color = false;
};

/// Each diagnostic with its place, the source line and a caret; sorted by place.
std::string diagnostics(const Diagnostics& diagnostics, const Sources& sources, Style style);

/// Every step with its fields, reason and manifest line, then the summary.
std::string plan(const Plan& plan, const Sources& sources, Style style);
/// What a reviewer must not miss, for the head of a plan and beside the question; "" for nothing.
std::string risks(const Plan& plan, Style style);
/// "Plan: 3 to create, 1 to update; 2 customers unchanged."
std::string plan_summary(const Plan& plan);

/// What became of each step: failures first explained at their manifest line, outputs of what was
/// done, then the summary.
std::string report(const Plan& plan, const Report& report, const Sources& sources, Style style);
std::string report_summary(const Plan& plan, const Report& report);

/// Findings, one customer after the other, then the summary.
std::string drift(std::span<const Finding> findings, const Plan& plan, const Sources& sources,
                  Style style);
std::string drift_summary(std::span<const Finding> findings, const Plan& plan);

/// What the doctor found, one line a check, then the summary.
std::string health(const Health& health, Style style);
std::string health_summary(const Health& health);

/// What the API decided about things of one kind, as a table with a line of names.
std::string outputs(const Kind& kind, std::span<const Listing> listings, Style style);
std::string outputs_summary(const Kind& kind, std::span<const Listing> listings);
/// The outputs as CSV (RFC 4180), with nothing in it that a spreadsheet would run.
std::string outputs_csv(const Kind& kind, std::span<const Listing> listings);

// What follows is for machines: schema/output.json says what each member means. `format_version`
// grows in its second part by additions and in its first by changes that break readers.
Json diagnostics_json(const Diagnostics& diagnostics, const Sources& sources);
Json plan_json(const Plan& plan, const Sources& sources);
Json report_json(const Plan& plan, const Report& report, const Sources& sources);
Json drift_json(std::span<const Finding> findings, const Plan& plan, const Sources& sources);
Json health_json(const Health& health);
Json outputs_json(const Kind& kind, std::span<const Listing> listings);
/// The outer object of every JSON output, for the members above to be put in.
Json document(std::string_view command, std::string_view version);

} // namespace tenantry::render
