// What plan, apply and drift are told by earlier runs beside open calls, and what they leave for
// later ones: what manifests and tenant agreed on, and findings.
#pragma once

#include "engine/ledger/ledger.hpp"
#include "engine/model/finding.hpp"
#include "tools/cli/connection.hpp"
#include "tools/cli/planned.hpp"

#include <vector>

namespace tenantry::cli {

/// Fills Plan::departed.
ledger::Attempt<void> tell_departed(const Setup& setup, Planned& planned, ledger::Ledger& ledger);

/// After an apply, with the report of what it did, if it did anything: what is agreed on now, and
/// what has left is told no more.
ledger::Attempt<void> leave_agreement(const Setup& setup, const Planned& planned,
                                      const Report* report, ledger::Ledger& ledger);

/// The findings with what the ledger knows of them, where there is one; it is told of them, and of
/// this run. What it cannot be told is said as a warning: the findings stand.
Drift remember_findings(const Setup& setup, const Connection& connection, const Planned& planned);

} // namespace tenantry::cli
