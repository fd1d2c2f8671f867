// Live objects that stand in no manifest although the list that holds them is managed.
#pragma once

#include "engine/diff/diff.hpp"
#include "engine/model/plan.hpp"
#include "engine/selection/selection.hpp"

#include <functional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace tenantry::planner {

/// Resources by the id of their live object.
using Owners = std::unordered_map<std::string, const Resource*>;
Owners owners_by_id(const Desired& desired, const Matches& matches);

/// Those of the selected part, sorted by address; none in what lies with a customer in `refused`.
std::vector<Unmanaged> unmanaged_in(const KindTable& kinds, const Desired& desired,
                                    const Live& live, const Selection& selection,
                                    const Matches& matches,
                                    const std::set<std::string, std::less<>>& refused);

} // namespace tenantry::planner
