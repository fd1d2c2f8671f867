// drift --who: who made live what is found.
#pragma once

#include "engine/model/finding.hpp"
#include "tools/cli/connection.hpp"
#include "tools/cli/planned.hpp"

namespace tenantry::cli {

/// Reads the audit logs of the accounts with findings that are shown, and tells who is behind each.
/// What of a log cannot be read is told at the findings, and hides none.
void tell_who(const Setup& setup, Connection& connection, const Planned& planned, Drift& drift);

} // namespace tenantry::cli
