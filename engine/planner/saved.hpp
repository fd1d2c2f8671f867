// A plan as a file: what was put into the pure planner, the manifests' texts and the live state
// seen then, and the steps that came out (design: "Saved plans"). Carrying it out means planning
// anew from the same manifests against the live state of then: a customer whose steps are not the
// same any more is refused. So the file can ask for nothing that a manifest could not, holds no
// call, and of variables only their names.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/base/source.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/plan.hpp"
#include "engine/model/selection.hpp"

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

struct SavedPlan {
    TenantIdentity tenant = {};
    std::vector<Source> sources = {};
    Selection selection = {}; // the customers with steps, and the addresses that were asked for
    Live live = {};           // as it was: all that lies in the accounts of these customers
    Json steps = {};          // as they were shown: what, and from which values to which
};

/// What has to be kept of a plan. `shared` are the sources that hold Tenant and Profile documents.
SavedPlan to_save(const Plan& plan, const KindTable& kinds, const Desired& desired,
                  const Live& live, const Selection& selection, const Sources& sources,
                  const std::vector<std::uint32_t>& shared, TenantIdentity tenant);

std::string to_text(const SavedPlan& saved, std::string_view version);

/// The plan in a text, or a sentence about what is wrong with it. Everything in it is checked as
/// something that a stranger wrote.
std::expected<SavedPlan, std::string> parse_saved(std::string_view text, const KindTable& kinds);

/// The steps in the form that the file keeps.
Json steps_to_save(const Plan& plan);

/// Refuses the customers of `now` whose steps are not those of `then`, a plan made from the same
/// manifests; adds what has moved. They end up in Plan::stale.
void refuse_moved(const KindTable& kinds, const Plan& then, Plan& now, Diagnostics& diagnostics);

} // namespace tenantry::planner
