// What history tells, in each form. Whatever stands in a ledger, which others may have written, is
// text here.
#pragma once

#include "engine/base/json.hpp"
#include "engine/ledger/ledger.hpp"

#include <string>
#include <vector>

namespace tenantry::cli {

struct Told {
    std::vector<ledger::RunRecord> runs = {};
    std::vector<ledger::StepRecord> steps = {}; // of one run, or of a customer or address
    std::vector<ledger::CallRecord> calls = {}; // the same
    ledger::Who here = {};
    ledger::Time now = {};
};

/// Runs, then steps, then calls that no step tells of or whose end was not clear.
std::string history_text(const Told& told);
std::string history_csv(const Told& told);
/// Sets the members "runs", "steps" and "calls".
void add_history(Json& document, const Told& told);

} // namespace tenantry::cli
