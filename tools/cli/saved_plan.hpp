// What a run does with plan files: saves one, opens one, and makes its plan anew against what is
// live now.
#pragma once

#include "engine/planner/planner.hpp"
#include "tools/cli/connection.hpp"
#include "tools/cli/planned.hpp"
#include "tools/cli/setup.hpp"

#include <expected>
#include <memory>
#include <string>

namespace tenantry::cli {

/// A plan file, and the plan as it was when it was made.
struct OpenedPlan {
    planner::SavedPlan saved = {};
    std::unique_ptr<Planned> then = {};
};

/// Reads the configuration and the file, and nothing else: the plan follows from the manifests and
/// the live state that the file holds.
std::expected<OpenedPlan, Refusal> open_plan(Setup& setup, const std::string& file);

/// The manifests and the selection of a file, for a plan that is still to be made.
std::unique_ptr<Planned> load_again(const Setup& setup, const OpenedPlan& opened);

/// The plan of a file against what is live now: what moved since is refused in it. `planned` is
/// load_again()'s.
std::expected<void, Refusal> plan_again(Setup& setup, Connection& connection,
                                        const OpenedPlan& opened, Planned& planned);

/// Writes the plan to a file; the SHA-256 of what was written.
std::expected<std::string, Refusal> save(const Setup& setup, Connection& connection,
                                         const Planned& planned, const std::string& file);

} // namespace tenantry::cli
