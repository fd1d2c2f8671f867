// What writes need beside the objects themselves: catalogues, to turn names into ids, and the
// prices of what is sold. Read only for accounts where something will be written, once for each.
#pragma once

#include "engine/diff/diff.hpp"
#include "engine/reader/reader.hpp"

#include <optional>

namespace tenantry::reader {

/// Adds to `live`, which holds the objects already. A catalogue or price list that is refused is
/// left out: names stay unresolved until apply, prices unknown, and a program that only a list
/// could tell is none to buy by.
boost::asio::awaitable<std::optional<Fault>> read_for_writes(Api& api, const KindTable& kinds,
                                                             const Desired& desired,
                                                             const Selection& selection,
                                                             const Matches& matches, Live& live);

} // namespace tenantry::reader
