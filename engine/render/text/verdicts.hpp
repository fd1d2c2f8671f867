// What a drift says beside its findings: which were ignored, which documents ignore nothing any
// more, and of whom not everything could be judged.
#pragma once

#include "engine/base/source.hpp"
#include "engine/model/finding.hpp"
#include "engine/model/plan.hpp"

#include <string>

namespace tenantry::render {

/// Sections for the end of a drift report, "" for none.
std::string ignored_lines(const Drift& drift);
std::string idle_lines(const Drift& drift, const Sources& sources);
std::string unjudged_lines(const Drift& drift);

/// "1 critical, 2 medium" of all findings, hidden ones included; "" where there is none.
std::string severity_counts(const Drift& drift);
/// " 2 of 3 customers judged."
std::string coverage_words(const Drift& drift, const Plan& plan);
} // namespace tenantry::render
