// How severe a finding is, unless the Tenant document says otherwise. Pure.
//
// What protects and what gives rights is ranked by the kinds already, for the risks of a plan. So a
// difference is read the other way round, as if somebody wanted what is live and had what is
// wanted: what would be a risk of that plan is what has become weaker behind our back.
//
//   critical  somebody is an administrator who should not be, or has a right of which nobody knows
//             what it is: a member with such a right that he is not wanted to have, or that no
//             manifest names.
//   high      protection or money: two-factor off, ssl or another protection lowered, a hold
//             lifted, a zone paused or of another type, an account in another unit; a plan that is
//             lower than wanted, or fewer of a component; a subscription that no manifest names,
//             which somebody pays.
//   medium    any other difference, what is missing, and what else no manifest names.
//   low       what only tells people something: names, external_metadata, business_*.
//
// A finding is as severe as the worst of its fields. What is stronger than wanted (two-factor on,
// where a manifest says off) is a difference as any other.
#pragma once

#include "engine/model/finding.hpp"
#include "engine/model/plan.hpp"

namespace tenantry::planner {

/// Fills in `severity` and `severities` of what a change is about.
void rate(Finding& finding, const Change& change);
/// And of what no manifest names.
void rate(Finding& finding, const LiveObject& live);
/// As severe as the worst of its fields.
void rate_by_fields(Finding& finding);

/// The id of a finding by what it is about.
std::string finding_id_of(const Finding& finding);

} // namespace tenantry::planner
