// drift --write-ignore: Ignore documents for what is found on the first day, so that the second
// tells what is new.
#pragma once

#include "engine/model/finding.hpp"
#include "engine/planner/planner.hpp"
#include "tools/cli/planned.hpp"
#include "tools/cli/refusal.hpp"
#include "tools/cli/setup.hpp"

#include <cstddef>
#include <expected>

namespace tenantry::cli {

/// Whether the file is new and the day is to come, before anything is read. A clock is an argument.
std::expected<void, Refusal> judge_new_ignores(const Setup& setup, Day today);

/// Writes the file, if it is asked for and anything was found: whole, and never over another. It is
/// written only if it proves itself: with it, the same findings would all be quiet. Returns how
/// many documents it has. `found` are the findings before anything was made of them, `drift` after
/// it.
std::expected<std::size_t, Refusal> write_ignores(const Setup& setup, const Planned& planned,
                                                  const Drift& found, const Drift& drift,
                                                  const planner::Judging& judging);

} // namespace tenantry::cli
