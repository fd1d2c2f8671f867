// What callers do through the API, for the audit logs of the accounts.
#pragma once

#include "tools/simulator/api/router.hpp"

namespace tenantry::simulator {

/// Notes a call that was carried out and changed something, in the log of the account that it
/// changed. What belongs to no account stands in no log.
void note_in_audit_log(const Call& call, const Route& route, const Reply& reply);

} // namespace tenantry::simulator
