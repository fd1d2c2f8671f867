// One tenant with something of each kind, and the plan for it.
#pragma once

#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tenantry::test {

const KindTable& kind_table();

/// What a customer `acme` wants, with a change for every kind; and one `globex`, in its own file.
std::vector<Source> manifests();

/// The live state that differs from it, with each pair's first text replaced by its second. A first
/// text that is not there is a failed test.
using Edits = std::vector<std::pair<std::string, std::string>>;
Live live(const Edits& edits = {});

/// A plan with what it refers to.
struct Planned {
    manifest::Loaded loaded = {};
    Matched live = {};
    Plan plan = {};
    Diagnostics diagnostics = {};
};
Planned plan_for(std::vector<Source> sources, Live live, const Selection& selection = {});

/// The plan as it is kept.
std::string saved_text(const Planned& planned, const Selection& selection = {});

} // namespace tenantry::test
