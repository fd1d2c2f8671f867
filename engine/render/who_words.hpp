// Who made live what a finding tells of, in words.
#pragma once

#include "engine/model/finding.hpp"

#include <string>

namespace tenantry::render {

/// "it@x.example by the dashboard, 2026-11-27T21:04:11Z (update)", "nobody in the audit log since
/// ...", or "?" and why; "" where nobody has asked. Printable.
std::string who_words(const Finding& finding);

/// A line on the right that is lacked where "?" stands; "" where none is.
std::string lacking_right_line(const Drift& drift);

} // namespace tenantry::render
