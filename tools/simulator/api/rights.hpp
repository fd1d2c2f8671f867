// Who may do what: the administrator of the tenants everything, any other user what its accepted
// memberships grant (API reference, sections 1.1 and 4).
#pragma once

#include "tools/simulator/api/router.hpp"
#include "tools/simulator/text/envelope.hpp"

namespace tenantry::simulator {

/// The refusal of a call that the caller has no right to, by the route's needs. The lists of
/// accounts and of zones, and what makes one, are not refused here: they ask the functions below.
Refusal refuse_without_rights(const Call& call, const Needs& needs);

/// 403 with code 10000: what every lack of rights is answered.
Reply forbidden();

/// True when the caller may see the account's objects of that area, or change them.
bool may_read(const Call& call, const std::string& account_id, std::string_view area);
bool may_write(const Call& call, const std::string& account_id, std::string_view area);

/// The accounts that a caller who is no administrator belongs to, in order of creation.
Shelf<Account>::Items accounts_seen_by(const Call& call);

} // namespace tenantry::simulator
