// What the API publishes about the plans that are ordered: names, bounds and usual numbers of their
// components (API reference, section 19). One call for each plan; a list that is not there, or
// cannot be read, is no error: it would only add to what is known.
#pragma once

#include "engine/reader/reader.hpp"

#include <set>
#include <string>
#include <string_view>

namespace tenantry::reader {

/// What a plan is published under.
std::string public_key(std::string_view plan);

/// Adds to `live` the plans with these keys.
boost::asio::awaitable<void> read_published(Api& api, const std::set<std::string>& asked,
                                            Live& live);

/// One plan of the answer.
RatePlan published_plan_from(const Json& answer);

} // namespace tenantry::reader
