// Which rights a change of a member gives to somebody who did not have them (API reference, section
// 4): roles, or permission groups upon resource groups.
#pragma once

#include "engine/model/kind.hpp"

#include <span>
#include <vector>

namespace tenantry::kinds {

std::vector<Grant> grants(const Change& change);

/// What gives rights to a person, who may have to agree; `acceptance` tells whether one does.
constexpr Invitation invitation_by(Acceptance (*acceptance)(const LiveObject& object)) {
    return {.word = "invitation",
            .words = "invitations",
            .invitee = "person",
            .invitees = "people",
            .when_rejected = "delete the invitation at the dashboard to have it sent anew, or "
                             "remove the entry",
            .grants = grants,
            .acceptance = acceptance};
}

/// Those that make somebody an administrator of something, and those of which nobody knows.
std::vector<Risk> risks_of(std::span<const Grant> grants);

/// What somebody may do, of live roles and policies (null: not told) the side that says all of it
/// in fewer words: every role reads back as a policy too. Both, where neither says all.
Json shorter_side(const Json* roles, const Json* policies);

} // namespace tenantry::kinds
