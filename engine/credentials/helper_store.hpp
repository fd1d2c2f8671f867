// The store of a helper program whose limits are known: tests wait less long than users.
#pragma once

#include "engine/credentials/helper_protocol.hpp"

#include <memory>

namespace tenantry::credentials {

std::unique_ptr<KeyStore> helper_store(Helper helper, const std::string& server);

} // namespace tenantry::credentials
