// The tenant units that a credential sees: a catalogue that manifests name in `unit`.
#pragma once

#include "engine/remote/remote.hpp"

namespace tenantry::remote {

/// One call, and one more for each tenant whose units the first answer does not hold (API
/// reference, section 3).
boost::asio::awaitable<Expected<std::vector<CatalogueEntry>>> read_units(Api& api);

} // namespace tenantry::remote
