// What tenants may do, read only where a change asks for it: enterprise accounts, partial zones,
// zones below others (API reference, section 3).
#pragma once

#include "engine/diff/diff.hpp"
#include "engine/reader/reader.hpp"

#include <optional>

namespace tenantry::reader {

/// Adds to `live` the entitlements that the selected changes demand, each list of a tenant once. A
/// list that may not be read leaves them unknown.
boost::asio::awaitable<std::optional<Fault>> read_entitlements(Api& api, const KindTable& kinds,
                                                               const Desired& desired,
                                                               const Selection& selection,
                                                               const Matches& matches, Live& live);

/// What an item of GET /user/tenants tells of the tenant's entitlements, in either of its shapes.
Entitlements flags_of(const Json& tenant);

} // namespace tenantry::reader
