// Reads the parts of objects that lists leave out: one call for each object for which a manifest
// writes such a part.
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
