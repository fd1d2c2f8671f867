// A plan as a file: what the pure planner was given (the manifests' texts and the live state seen
// then), and the steps that came out. Carrying it out means planning again from the same manifests
// and the live state of that time: a customer whose steps are no longer the same is refused. So the
// file can ask for nothing that a manifest could not, holds no call, and holds only the names of
// variables.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/base/source.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/match.hpp"
#include "engine/model/plan.hpp"
#include "engine/selection/selection.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::planner {

/// Which tenant a plan was made for: the API's address, and the ids of the tenants that the
/// credential sees, as far as it may.
struct TenantIdentity {
    std::string api = {};
    std::vector<std::string> tenants = {}; // sorted

    bool operator==(const TenantIdentity&) const = default;
};

/// What the guards said of a step when the plan was made. Only for showing: apply judges anew.
struct Ruling {
    std::string address = {};
    std::string refused_by = {}; // as Step::refused_by
    std::string breach = {};     // as Step::breach
};

struct SavedPlan {
    TenantIdentity tenant = {};
    std::vector<Source> sources = {};
    Selection selection = {}; // the customers with steps, and the addresses that were asked for
    Live live = {};           // as it was: all that lies in the accounts of these customers
    Json steps = {};          // as they were shown: what, and from which values to which
    std::vector<Ruling> verdicts = {}; // of the steps that were refused
};

/// What has to be kept of a plan. `shared` are the sources that hold Tenant and Profile documents.
SavedPlan to_save(const Plan& plan, const KindTable& kinds, const Desired& desired,
                  const Matched& live, const Selection& selection, const Sources& sources,
                  const std::vector<std::uint32_t>& shared, TenantIdentity tenant);

std::string to_text(const SavedPlan& saved, std::string_view version);

/// The plan in a text, or a sentence about what is wrong with it. Everything in it is checked as
/// something that a stranger wrote.
std::expected<SavedPlan, std::string> parse_saved(std::string_view text, const KindTable& kinds);

/// The live state of then, to plan against with the manifests of the file. Values that a variable
/// may have held before are in the file as fingerprints: where one is of the wanted value, that
/// stands here.
Matched live_then(const SavedPlan& saved, const KindTable& kinds, const Desired& desired);

/// The steps in the form that the file keeps.
Json steps_to_save(const Plan& plan);

/// Puts the verdicts of then onto the same plan made again; whether each has its step there.
bool apply_verdicts(const std::vector<Ruling>& verdicts, Plan& plan);

/// Refuses the customers of `now` whose steps are not those of `then`, a plan made from the same
/// manifests; adds what has moved. They end up in Plan::stale. A customer for whom all that `then`
/// wanted is live, in the objects that it was planned for, is no such: it ends up in
/// Plan::carried_out. `desired` and `live` are what `now` was made from.
void refuse_moved(const KindTable& kinds, const Plan& then, Plan& now, const Desired& desired,
                  const Matched& live, Diagnostics& diagnostics);

} // namespace tenantry::planner
