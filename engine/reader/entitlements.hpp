// What tenants may do, read only where a change asks for it: enterprise accounts, partial zones,
// zones below others (API reference, section 3).
#pragma once

#include "engine/reader/questions.hpp"
#include "engine/reader/reader.hpp"

#include <optional>
#include <string_view>

namespace tenantry::reader {

/// The list of a tenant that tells an entitlement; "" for one that comes along with its units.
std::string_view list_that_tells(std::string_view entitlement);

/// Adds to `live`, which is that of `basis`, the entitlements that the selected changes demand,
/// each list of a tenant once. A list that may not be read leaves them unknown.
boost::asio::awaitable<std::optional<Fault>> read_entitlements(Api& api, const Basis& basis,
                                                               Live& live);

/// What an item of GET /user/tenants tells of the tenant's entitlements, in either of its shapes.
Entitlements flags_of(const Json& tenant);

} // namespace tenantry::reader
