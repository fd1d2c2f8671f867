// What a reviewer must not miss in a plan: rights that grow, protection that shrinks. Kinds say
// what is a risk in a change of theirs; what only shows in the whole plan is found here.
#pragma once

#include "engine/base/source.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenantry {

struct Plan;

/// One risk of one change. `code` is stable ("two-factor-off"); `what` is a short sentence.
struct Risk {
    std::string code = {};
    std::string what = {};
    std::string field = {}; // "" where it is not one field's
    Position position = {};
};

/// One risk, with the steps that have it, by index; `steps` is empty for what concerns the plan.
struct RiskMark {
    std::string code = {};
    std::string what = {};
    std::vector<std::size_t> steps = {};
};

/// More customers than this in one run are a risk by themselves. Up to ten a reviewer reads through
/// one by one; of more he looks at some, so that the number itself is what he has to judge. Ten is
/// also from where on percentages of guards count.
inline constexpr std::size_t most_customers_unmarked = 10;

/// The risks of all steps that are carried out, or of those that are refused, in the order of the
/// plan; equal ones together.
std::vector<RiskMark> risk_marks(const Plan& plan, bool refused);

} // namespace tenantry
