// What a change of a subscription does to what is paid (API reference, sections 7, 8 and 19). Both
// sides of it are priced by one list, because the difference of two sources is nobody's price: the
// API says 7 for a plan that the partner's contract has at 70.
#pragma once

#include "engine/model/kind.hpp"

#include <span>
#include <string>

namespace tenantry::kinds {

/// `now` is the plan before the change, "" where there is none, `wanted` the one after it. The
/// first list that prices both is taken; where the plan is given up, what the API says is paid is a
/// list, too. Where none prices both, what is missing is said.
Money money_of(const Change& change, std::span<const PriceList> lists, const std::string& now,
               const std::string& wanted);

/// Whether a component shall have less than it has.
bool lowers_component(const Change& change);

} // namespace tenantry::kinds
