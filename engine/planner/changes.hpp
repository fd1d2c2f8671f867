// What a difference leads to, resource by resource: the names it uses, what the API cannot change,
// and what cannot be bought.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/diff/diff.hpp"
#include "engine/model/change.hpp"
#include "engine/model/kind.hpp"

#include <optional>

namespace tenantry::planner {

/// What a difference comes to: the change with its reason and the ids of what it names, or nothing
/// when there is nothing to do; one without fields where all that differs is barred. `renamed`: it
/// is live under a name it had before. `owner` is the id of the live account it lies in, whose
/// catalogues hold; "" when there is none yet. What stands in the way is added to `diagnostics`:
/// fields in doubt are left out of the change, and what concerns more than a field makes the result
/// mean nothing. `offer` is what orders in that account depend on.
std::optional<Change> judge_difference(const KindTable& kinds, Change difference, bool renamed,
                                       std::string_view owner, const Live& live,
                                       const VariableTexts& written, const Offer& offer,
                                       Diagnostics& diagnostics);

/// Judges the differences in locked fields: those that come to the same are taken out of the
/// change, and so, with an error each, are those that no step before it opens.
void judge_lock(Change& change, const Surroundings& around, Diagnostics& diagnostics);

} // namespace tenantry::planner
