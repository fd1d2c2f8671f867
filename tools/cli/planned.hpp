// What plan, apply, drift and their relatives begin with, step by step: the manifests, what is
// live, and the plan between them. What keeps a run from going on comes back as a Refusal.
#pragma once

#include "engine/ledger/ledger.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/model/plan.hpp"
#include "engine/planner/planner.hpp"
#include "engine/reader/reader.hpp"
#include "engine/render/render.hpp"
#include "tools/cli/connection.hpp"
#include "tools/cli/setup.hpp"
#include "tools/cli/since.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tenantry::cli {

struct Planned {
    manifest::Loaded loaded = {};
    Selection selection = {}; // resolved
    Matched live = {};
    Plan plan = {};
    Diagnostics diagnostics = {}; // found while planning
    ledger::RunHead head = {};    // for whom, where, and as whom
    std::optional<ComparedSince> since = {};

    /// Of plan, report and drift: what --since selected, and the head.
    std::string last_lines() const;
};

/// On the heap, because the plan points into what was loaded.
using PlannedRun = std::expected<std::unique_ptr<Planned>, Refusal>;

/// Reads the configuration, loads the manifests and resolves the selection, offline.
PlannedRun load_manifests(Setup& setup);

/// Reads what is live of the selected part, each customer in its lane.
std::expected<void, Refusal> read_live(Setup& setup, Connection& connection, Planned& planned);

/// Reads what is live and plans.
std::expected<void, Refusal> make_plan(Setup& setup, Connection& connection, Planned& planned);

/// Holds the plan against the guards of the manifests.
void guard(const Setup& setup, Planned& planned);

/// The names of the customers of which anything is selected.
std::vector<std::string> customers_looked_at(const Planned& planned);

/// Sets the member "since" of a run that has one.
void add_since(Json& document, const Planned& planned);

/// Puts into a digest for whom the run works, and what --since selected.
void add_head(render::Digest& digest, const Planned& planned);

/// Says on stderr what was found while planning.
void say(const Setup& setup, const Planned& planned);

} // namespace tenantry::cli
