// The live state as a saved plan keeps it. What was in doubt when the plan was made stays in doubt,
// so that the plan is made anew as it was.
#pragma once

#include "engine/base/json.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"
#include "engine/planner/member_reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenantry::planner {

/// Of plan files: the major number changes when older ones cannot be read any more.
inline constexpr std::string_view plan_file_format = "2.1";

Json texts_json(const std::vector<std::string>& texts);
Json live_json(const Live& live);

/// Adds to `live` what stands in a plan file, checked as something that a stranger wrote.
void read_saved_live(const Json& file, const KindTable& kinds, MemberReader& in, Live& live);

} // namespace tenantry::planner
