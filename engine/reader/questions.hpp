// What has to be asked before a plan can be made of the objects that were found: catalogues, to
// turn names into ids; what is sold, and what is published of it; what tenants may do; whether
// there are organizations. Pure: from what is wanted and what is live to questions, each only where
// a difference needs its answer. An answer can lead to the next question, so they are put in the
// order in which they stand here.
#pragma once

#include "engine/model/kind.hpp"
#include "engine/model/match.hpp"
#include "engine/model/resource.hpp"
#include "engine/selection/selection.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenantry::reader {

/// What questions follow from. Refers to all of it.
struct Basis {
    const KindTable& kinds;
    const Desired& desired;
    const Selection& selection;
    const Matched& found;
};

/// An object that has a list of what it is sold.
struct SoldTo {
    const Kind* kind = nullptr; // of what is sold
    std::string parent = {};    // its id
};

/// Read only for accounts where something will be written, once for each.
struct WriteQuestions {
    std::set<std::pair<const Catalogue*, std::string>> catalogues = {}; // by owner
    /// By account, one object that tells its prices.
    std::map<std::string, SoldTo> offers = {};
    /// One that is read only to tell the tenant's program. Its prices are not kept: whether they
    /// are read must not depend on who else is in the run.
    std::optional<SoldTo> telling = {};
};
WriteQuestions questions_for_writes(const Basis& basis);

/// The public keys of the plans whose components are ordered; what is on offer is known by now.
std::set<std::string> plans_to_look_up(const Basis& basis);

/// What a change asks of the tenant that its account belongs to.
struct TenantQuestion {
    const Resource* resource = nullptr;
    std::string_view list = {}; // of the tenant, that tells it: "account_types"
    std::set<std::string_view> entitlements = {};
};
std::vector<TenantQuestion> questions_for_tenants(const Basis& basis);

/// The lists that answer these, as (tenant, list), with the entitlements that they are asked about;
/// the units, which tell whose the accounts are, are known by now.
using EntitlementLists =
    std::map<std::pair<std::string, std::string_view>, std::set<std::string_view>>;
EntitlementLists lists_for(const std::vector<TenantQuestion>& questions, const Basis& basis);

/// Whether a kind judges changes otherwise for accounts that lie in an organization, and would
/// refuse one without.
bool asks_for_organizations(const Basis& basis);

} // namespace tenantry::reader
