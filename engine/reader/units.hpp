// The tenant units that a credential sees: a catalogue that manifests name in `unit`.
#pragma once

#include "engine/reader/reader.hpp"

namespace tenantry::reader {

/// Adds the units to the catalogues, and what the tenants are entitled to as far as it comes along.
/// One call, and one more for each tenant whose units the first answer does not hold (API
/// reference, section 3).
boost::asio::awaitable<std::optional<Fault>> read_units(Api& api, Live& live);

} // namespace tenantry::reader
