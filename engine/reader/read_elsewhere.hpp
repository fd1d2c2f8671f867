// Finds objects whose names are unique everywhere and that lie in none of the parents that a run
// reads.
#pragma once

#include "engine/diff/diff.hpp"
#include "engine/reader/reader.hpp"

#include <optional>

namespace tenantry::reader {

/// Asks by name for what is wanted and was not found, so that a run of one customer says what a run
/// of all says. `parents` have been read; where these are all that are visible, there is nothing to
/// ask. Adds what it finds to `live`.
boost::asio::awaitable<std::optional<Fault>>
read_elsewhere(Api& api, const Kind& kind, const KindTable& kinds, const Desired& desired,
               const Selection& selection, const Matches& matches, std::size_t parents, Live& live);

} // namespace tenantry::reader
