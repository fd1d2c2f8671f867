// What differs, resource by resource: matching, comparing, and what the API cannot change.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/diff/diff.hpp"
#include "engine/model/change.hpp"
#include "engine/model/kind.hpp"

#include <optional>

namespace tenantry::planner {

/// The change of one matched resource, or nothing when it is as wanted; one without fields where
/// all that differs is barred. `owner` is the id of the live account it lies in, whose catalogues
/// hold; "" when there is none yet. What stands in the way is added to `diagnostics`: fields in
/// doubt are left out of the change, and what concerns more than a field makes the result mean
/// nothing. `sale` is what orders in that account depend on.
std::optional<Change> change_of(const KindTable& kinds, const Resource& resource,
                                const Match& match, std::string_view owner, const Live& live,
                                const VariableTexts& written, const Offer& offer,
                                Diagnostics& diagnostics);

/// Judges the differences in locked fields: those that come to the same are taken out of the
/// change, and so, with an error each, are those that no step before it opens.
void judge_lock(Change& change, const Surroundings& around, Diagnostics& diagnostics);

} // namespace tenantry::planner
