// From what is wanted and what is live to the steps between. Pure: no I/O, no clock. Equal input
// gives an equal plan, in whatever order the manifests were read.
//
// The problem. A plan is read by somebody who will be blamed for it. It has to hold every change
// and nothing else, in an order that works, with the money told before it is spent; and what is
// wrong with one customer's live state or plan must not keep nine thousand others waiting.
//
// How it is solved. First each resource is compared with its live object (engine/diff), its kind
// says what is wrong with the change, and errors are noted by resource. Then steps are made, for
// customers without an error: parents stand before what lies in them, and what a kind needs before
// it, so a step stands behind all it waits for. Ids that do not exist yet are slots that name the
// step that will make them; nothing is spelled into a text to be replaced later. Guards come last
// and see the finished plan: they change no step, they mark it as refused, and say so.
//
// Why something wanted is not carried out, and where that is decided:
// - It has no sure match: diff/match_problems.hpp; the customer is refused.
// - A list could not be read: unread.hpp; the customer is refused, or only that list left out.
// - An error that concerns no single field: Scope::refuse (scope.hpp); the customer is refused.
// - An error at one field: Doubts (doubts.hpp); only that field is left out.
// - A guard: guards/, after planning; the steps are refused (Step::refused_by).
// - The live state moved since the plan was saved: stale.cpp; the customer's steps are refused.
//
// What would break it. A second opinion: what a step does is in Step (calls, bindings, procedure),
// and whoever prints, counts or carries it out reads it there. An error that is only a log line: a
// customer whom an error keeps from being planned stands in Plan::refused. A loop over all
// resources inside a loop over all resources.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/costs.hpp"
#include "engine/model/finding.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/listing.hpp"
#include "engine/model/match.hpp"
#include "engine/model/plan.hpp"
#include "engine/planner/saved.hpp"
#include "engine/selection/selection.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::planner {

/// The plan for the selected part. A customer with an error gets no step at all and stands in
/// `Plan::refused`; the others are planned. The plan refers to `desired` and `live`, here and below
/// the live state with what each resource is in it.
Plan plan(const KindTable& kinds, const Desired& desired, const Matched& live,
          const Selection& selection, Diagnostics& diagnostics);

/// What the user lifts for one run: guards by name, and downgrades.
struct Overrides {
    std::vector<std::string> forced = {};
    bool allow_downgrade = false;
};

/// The guards that --force can lift.
std::span<const std::string_view> guard_names();

/// Holds the Tenant document's guards against the plan. Each one broken is an error that names the
/// steps and the way out, and the customers concerned get all their steps refused.
void guard(Plan& plan, const KindTable& kinds, const Desired& desired, const Live& live,
           const Overrides& overrides, Diagnostics& diagnostics);

/// Warns of entries of guards that mean nothing in the manifests, nor in the live state if there is
/// one: what a slip protects is not protected. `desired` are all manifests.
void check_guards(const KindTable& kinds, const Desired& desired, const Matched* live,
                  Diagnostics& diagnostics);

/// What `show --outputs` has to read: what is listed (Reading::outputs) and what it lies in,
/// each with no more than what identifies it.
Desired only_listed(const KindTable& kinds, const Desired& desired);

/// What is listed of the selected part. `plan` tells for which customers nothing can be said.
std::vector<Listing> listings(const KindTable& kinds, const Desired& desired, const Matched& live,
                              const Selection& selection, const Plan& plan);

/// For a run with a ledger: it does not wait until lists show what it has made, since the next run
/// is told of it.
void trust_memory(Plan& plan);

/// What the plan would change, as the findings of a drift report, sorted by address; with the
/// severity that is built in (severity.hpp).
std::vector<Finding> findings(const Plan& plan);

/// What a drift is judged by, beside the manifests.
struct Judging {
    Day today = {};                               // in UTC
    FindingSeverity least = FindingSeverity::low; // what is less severe is hidden
    bool everything = true;                       // nothing of the tenant was left out
};

/// Holds findings against what the Tenant document and Ignore documents say of them, sorts them by
/// customer and the worst first, and tells of whom not everything could be judged. `drift` has
/// nothing but findings, and what a ledger tells of them; it refers to `desired` from then on.
void judge(Drift& drift, const KindTable& kinds, const Desired& desired, const Plan& plan,
           const Diagnostics& diagnostics, const Judging& judging);

/// The customers of whom not everything could be judged, with the errors that say why.
std::vector<Unjudged> unjudged(const Plan& plan, const Diagnostics& diagnostics);

/// What has to be read to know what customers pay: their accounts, with the lists of what is sold
/// in them and of what it may belong to, whether or not manifests manage these.
Desired only_sold(const KindTable& kinds, const Desired& desired);

/// What the selected customers pay, in all accounts that manifests name. `live` is matched with all
/// of `desired`; `plan` and `diagnostics` are those of what only_sold() has, and tell of whom not
/// everything could be read.
Costs costs(const KindTable& kinds, const Desired& desired, const Matched& live,
            const Selection& selection, const Plan& plan, const Diagnostics& diagnostics);

/// Tells of Ignore documents that have ended: a warning for 14 days, then an error.
void check_ignores(const Desired& desired, Day today, Diagnostics& diagnostics);

} // namespace tenantry::planner
