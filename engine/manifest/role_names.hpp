// Roles of accounts as Cloudflare's documents name them. The list is open: another name may be
// right all the same, and one that is nearly one of these is most likely a slip.
#pragma once

#include <string>
#include <string_view>

namespace tenantry::manifest {

/// `did you mean "Billing"?` where a role is hardly another than a known one; "" for what is known,
/// and for what is another name altogether.
std::string slip_of_role(std::string_view name);

} // namespace tenantry::manifest
