// Reading the parts of objects that their lists do not tell, for those objects of which a manifest
// writes such a part: one call each.
#pragma once

#include "engine/model/match.hpp"
#include "engine/remote/remote.hpp"

#include <optional>

namespace tenantry::remote {

/// Completes the objects of one kind that selected resources are matched with. A refusal concerns
/// one object and is noted in LiveObject::unread; any other fault is returned.
boost::asio::awaitable<std::optional<Fault>>
read_details(Api& api, const Kind& kind, const Desired& desired, const Selection& selection,
             const Matches& matches, std::size_t at_once, Live& live);

} // namespace tenantry::remote
