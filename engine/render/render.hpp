// Values as text for people and as JSON for machines. Pure. Whatever came from a manifest or from
// the API is made printable here, so that no name can drive a terminal; colour only adds to the
// words.
//
// A folder is a format, a file in it a value: text/plan.cpp, json/plan.cpp. What several files of a
// format share stands beside them (text/table.hpp has everything in columns), what several formats
// share stands above (output_rows.hpp). A new format is a folder, or a file where it shows one
// thing, and knows no other format.
//
// digest/ is the exception: what other tools read (comments, annotations, reports of tests) is made
// from one list of remarks in the words of text/, so that all of them tell and count the same.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/base/json.hpp"
#include "engine/base/time.hpp"
#include "engine/model/costs.hpp"
#include "engine/model/explanation.hpp"
#include "engine/model/finding.hpp"
#include "engine/model/health.hpp"
#include "engine/model/listing.hpp"
#include "engine/model/plan.hpp"
#include "engine/model/report.hpp"
#include "engine/render/digest/digest.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tenantry::render {

/// How much of a plan is told. Equal changes are told once, compact ones in a line each.
enum class Verbosity { usual, compact, expanded };

struct Style {
    bool color = false;
    std::size_t width = 0; // columns of the terminal; 0: lines are as long as they are
    Verbosity verbosity = Verbosity::usual;
};

/// Each line of a text no wider than the terminal; what follows begins a little further in.
std::string fitted(std::string_view text, Style style);
/// A line cut to the terminal's width, with "..." where something is missing.
std::string clipped(std::string_view line, Style style);

/// Each diagnostic with its place, the source line and a caret; sorted by place.
std::string diagnostics(const Diagnostics& diagnostics, const Sources& sources, Style style);

/// Customer by customer every step with its fields, reason and manifest line; the summary stands at
/// the top and at the end. Ten or more changes that are equal are told once.
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
std::string drift(const Drift& drift, const Plan& plan, const Sources& sources, Style style);
std::string drift_summary(const Drift& drift, const Plan& plan);
/// A row for each field of each finding that is shown, and of each that is ignored.
std::string drift_csv(const Drift& drift, const Sources& sources);

/// How a run went, beside what it found.
struct RunFigures {
    Time ended = {};
    std::chrono::milliseconds took{0};
    std::optional<std::uint64_t> calls = {};
    bool succeeded = false; // it came to a result
};
/// Gauges in the text format of Prometheus; of a run that came to no result those of the run alone.
std::string drift_prometheus(const Drift& drift, const Plan& plan,
                             std::span<const std::string> looked_at, const RunFigures& figures);
std::string run_prometheus(const RunFigures& figures);

/// What every customer pays, subscription by subscription, and the sums.
std::string costs(const Costs& costs, Style style);
std::string costs_summary(const Costs& costs);
std::string costs_csv(const Costs& costs);

/// One run as remarks, for the formats below. `looked_at` are the customers that were selected.
Digest digest(const Diagnostics& diagnostics);
Digest plan_digest(const Plan& plan, const Diagnostics& diagnostics, const Sources& sources,
                   std::span<const std::string> looked_at);
Digest report_digest(const Plan& plan, const Report& report, const Diagnostics& diagnostics,
                     const Sources& sources, std::span<const std::string> looked_at);
Digest drift_digest(const Drift& drift, const Plan& plan, const Diagnostics& diagnostics,
                    const Sources& sources, std::span<const std::string> looked_at);
Digest costs_digest(const Costs& costs, const Diagnostics& diagnostics);

// A digest as the tools around a merge request read it.
/// A comment of at most 65,000 bytes, the worst first.
std::string markdown(const Digest& digest, const Sources& sources);
/// Annotations of GitHub Actions: what is an error or a warning.
std::string github(const Digest& digest, const Sources& sources);
/// GitLab's code quality report.
std::string gitlab(const Digest& digest, const Sources& sources);
std::string junit(const Digest& digest, const Sources& sources);
std::string sarif(const Digest& digest, const Sources& sources, std::string_view version);
/// A page for people, to be kept or sent: one file that loads nothing.
std::string html(const Digest& digest, const Sources& sources);

/// Where a run stands, both from "/": tools around a merge request know files by their paths from
/// the repository's root.
struct RepositoryPlace {
    std::string root = {};
    std::string working_directory = {};
};
/// The names of the sources as a digest has them, seen from the root; those outside of it stay as
/// they are. Names alone: nothing in a digest quotes a line.
Sources names_from_root(const Sources& sources, const RepositoryPlace& place);

/// Where values came from, what is live, and why there is a step or none.
std::string explanation(const Explanation& explanation, const Sources& sources, Style style);

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
/// What became of one step of the plan, as the report has it.
Json outcome_json(const Plan& plan, std::size_t step, const Outcome& outcome,
                  const Sources& sources);
Json drift_json(const Drift& drift, const Plan& plan, const Sources& sources);
Json costs_json(const Costs& costs);
Json explanation_json(const Explanation& explanation, const Sources& sources);
Json health_json(const Health& health);
Json outputs_json(const Kind& kind, std::span<const Listing> listings);
/// The outer object of every JSON output, for the members above to be put in.
Json document(std::string_view command, std::string_view version);

} // namespace tenantry::render
