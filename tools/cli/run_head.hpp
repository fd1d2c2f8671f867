// For whom a run works, where, and as whom: what is told beside each plan, report and drift, and
// what the ledger records of the run. It names the credential, and never holds it.
#pragma once

#include "engine/base/json.hpp"
#include "engine/ledger/ledger.hpp"
#include "tools/cli/setup.hpp"

#include <string>

namespace tenantry::cli {

ledger::RunHead run_head(const Setup& setup, const Terms& terms, const std::string& tenant);

/// "Tenant: nordlicht; API: https://...; credential: ...; commit: ...; pipeline: ...", a line, with
/// what is known.
std::string head_line(const ledger::RunHead& head);

/// The members that `history` has of a run, too.
Json head_json(const ledger::RunHead& head);

} // namespace tenantry::cli
