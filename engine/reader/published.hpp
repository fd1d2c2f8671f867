// What the API publishes of the plans that are ordered: names, bounds and usual numbers of their
// components (API reference, section 19). One call for each plan whose components a change orders;
// a list that is not there, or cannot be read, is no error: it only tells more than is known.
#pragma once

#include "engine/diff/diff.hpp"
#include "engine/reader/reader.hpp"

namespace tenantry::reader {

/// Adds to `live`, which holds the objects and what is on offer already.
boost::asio::awaitable<void> read_published(Api& api, const KindTable& kinds,
                                            const Desired& desired, const Selection& selection,
                                            const Matches& matches, Live& live);

/// One plan of the answer.
RatePlan published_plan_from(const Json& answer);

} // namespace tenantry::reader
