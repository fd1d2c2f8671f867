// Whether a text can be the name of a zone.
#pragma once

#include <string>
#include <string_view>

namespace tenantry::manifest {

/// Why it can be none; "" when it can.
std::string why_no_domain(std::string_view name);

} // namespace tenantry::manifest
