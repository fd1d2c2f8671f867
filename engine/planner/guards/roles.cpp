#include "engine/base/text.hpp"
#include "engine/planner/guards/rule.hpp"

#include <algorithm>

namespace tenantry::planner {
namespace {

/// Why a right may not be given; "" when it may. One of which only the id is known may be any.
std::string why_not(const Grant& grant, const std::vector<std::string>& allowed) {
    if (grant.name.empty()) {
        return "of a right that would be given only the id is known, so it counts as not "
               "allowed: " +
               printable(grant.shown);
    }
    const bool matches = std::ranges::any_of(allowed, [&](const std::string& glob) {
        return matches_glob(ascii_lower(grant.name), ascii_lower(glob));
    });
    return matches ? "" : "the guards do not allow that this is given: " + in_quotes(grant.shown);
}

void judge_roles(Review& review) {
    const auto& allowed = review.guards().roles;
    if (!allowed) return;
    review.each_step(roles_rule.name, "add it to roles in the Tenant document",
                     [&](const Step& step) -> std::optional<Breach> {
                         std::vector<std::string> reasons;
                         Position place;
                         for (const Grant& grant : step.grants) {
                             std::string reason = why_not(grant, *allowed);
                             if (reason.empty()) continue;
                             reasons.push_back(std::move(reason));
                             place = grant.position;
                         }
                         if (reasons.empty()) return std::nullopt;
                         return Breach{
                             .what = join(reasons, "; "), .guard = "roles", .place = place};
                     });
}

} // namespace

const Rule roles_rule = {"roles", judge_roles};

} // namespace tenantry::planner
