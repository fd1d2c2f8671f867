// What has a name that is unique everywhere, and is in none of the parents that a run reads.
#pragma once

#include "engine/model/match.hpp"
#include "engine/remote/remote.hpp"

#include <optional>

namespace tenantry::remote {

/// Asks by name for what is wanted and was not found, so that a run of one customer says what a run
/// of all says. `parents` have been read; where these are all that are visible, there is nothing to
/// ask. Adds what it finds to `live`.
boost::asio::awaitable<std::optional<Fault>>
read_elsewhere(Api& api, const Kind& kind, const KindTable& kinds, const Desired& desired,
               const Selection& selection, const Matches& matches, std::size_t parents,
               std::size_t at_once, Live& live);

} // namespace tenantry::remote
