// What plan, apply and drift are told by earlier runs beside open calls, and what they leave for
// later ones: what manifests and tenant agreed on, and findings.
#pragma once

#include "engine/ledger/ledger.hpp"
#include "engine/model/finding.hpp"
#include "tools/cli/connection.hpp"
#include "tools/cli/planned.hpp"

#include <optional>

namespace tenantry::cli {

/// Fills Plan::departed.
ledger::Attempt<void> tell_departed(const Setup& setup, Planned& planned, ledger::Ledger& ledger);

/// After an apply, with the report of what it did, if it did anything: what is agreed on now, and
/// what has left is told no more.
ledger::Attempt<void> leave_agreement(const Setup& setup, const Planned& planned,
                                      const Report* report, ledger::Ledger& ledger);

/// Findings with what the ledger knows of them, and when it was told of them, if it was.
struct Recollection {
    Drift drift = {};
    std::optional<ledger::Time> at = {};
};

/// Tells the ledger, where there is one, of the findings and of this run. What it cannot be told is
/// said as a warning: the findings stand.
Recollection remember_findings(const Setup& setup, const Connection& connection,
                               const Planned& planned);

/// Nobody could be told of what is new: it is to be new for the next drift, too.
void leave_news(const Setup& setup, const Connection& connection, const Planned& planned,
                ledger::Time at);

} // namespace tenantry::cli
