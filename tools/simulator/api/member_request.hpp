// What a caller asks for a member: the bodies of POST and PUT, checked (API reference, section 4).
#pragma once

#include "tools/simulator/api/router.hpp"
#include "tools/simulator/text/envelope.hpp"
#include "tools/simulator/world/member.hpp"

#include <expected>
#include <nlohmann/json_fwd.hpp>

namespace tenantry::simulator {

/// How a body writes roles: as ids in POST, as objects with an id in PUT (quirk 6).
enum class RoleForm : std::uint8_t { ids, objects };

/// Puts the roles or the policies of the body into the member, in place of what it had.
std::optional<Reply> read_grants(const nlohmann::json& body, RoleForm form, const Call& call,
                                 Member& member);

/// The member that a POST describes, without id and sequence.
std::expected<Member, Reply> read_new_member(const nlohmann::json& body, const Call& call);

} // namespace tenantry::simulator
