// What the ledger tells of a drift: since when, on which side, and what is gone.
#pragma once

#include "engine/model/finding.hpp"

#include <string>

namespace tenantry::render {

/// "2026-11-30T03:10:00Z", or that it is new; "" where nobody remembers.
std::string since_words(const Finding& finding, const Drift& drift);

/// Which side has moved, in words; "" where nobody knows.
std::string cause_words(const Finding& finding);

/// Findings of earlier drifts that are no more; "" for none.
std::string gone_lines(const Drift& drift);

} // namespace tenantry::render
