// Names that Cloudflare's documents have, of lists that are open: another one may be right all the
// same, and one that is nearly one of these is most likely a slip.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry {

/// Ids of the paid products of accounts.
std::span<const std::string_view> account_plans();

/// `did you mean "business"?` where a plan, a component of one or a role is hardly another than a
/// known one; "" for what is known, and for what is another name altogether.
std::string slip_of_plan(std::string_view name);
std::string slip_of_component(std::string_view name);
std::string slip_of_role(std::string_view name);

} // namespace tenantry
