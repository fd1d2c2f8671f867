// Reading the parts of objects that their lists do not tell, for those objects of which a manifest
// writes such a part: one call each.
#pragma once

#include "engine/diff/diff.hpp"
#include "engine/reader/reader.hpp"

#include <optional>

namespace tenantry::reader {

/// Completes the objects of one kind that selected resources are matched with. A refusal concerns
/// one object and is noted in LiveObject::unread; any other fault is returned.
boost::asio::awaitable<std::optional<Fault>> read_details(Api& api, const Kind& kind,
                                                          const Desired& desired,
                                                          const Selection& selection,
                                                          const Matches& matches, Live& live);

} // namespace tenantry::reader
