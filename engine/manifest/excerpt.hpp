// The beginning of a text that somebody wrote, fit for one line of a message.
#pragma once

#include <string>
#include <string_view>

namespace tenantry::manifest {

/// In quotes and made visible; at most 60 characters, then "...".
std::string excerpt(std::string_view text);

} // namespace tenantry::manifest
