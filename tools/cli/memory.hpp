// A plan held against what earlier runs left open: read and made again while lists may lag behind
// what those made, so that nothing is made or bought a second time.
#pragma once

#include "engine/ledger/ledger.hpp"
#include "tools/cli/connection.hpp"
#include "tools/cli/planned.hpp"

#include <expected>
#include <functional>

namespace tenantry::cli {

using ledger::Remembered;

/// Calls `make`, which reads and plans into `planned`, once or more.
std::expected<Remembered, Refusal>
plan_with_memory(const Setup& setup, Connection& connection, Planned& planned,
                 ledger::Ledger& ledger, const std::function<std::expected<void, Refusal>()>& make);

/// For runs that only look: calls `make` with what a ledger tells, where there is one and it can be
/// read, and warns of what it leaves open.
std::expected<void, Refusal>
plan_looking(const Setup& setup, Connection& connection, Planned& planned,
             const std::function<std::expected<void, Refusal>()>& make);

void warn_of_orphaned(const Remembered& remembered, Diagnostics& diagnostics);

/// Writes down what was found out.
std::expected<void, Refusal> settle(ledger::Ledger& ledger, const Remembered& remembered);

/// Warns of what stays open, where nothing is carried out.
void warn_of_unanswered(const Remembered& remembered, const Plan& plan, Diagnostics& diagnostics);

} // namespace tenantry::cli
