// The calls and steps of runs. A call that writes is here before it is sent, and settled after its
// answer; a step when it has ended.
#pragma once

#include "engine/ledger/database.hpp"
#include "engine/ledger/records.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tenantry::ledger {

/// All of these throw a Failure. What is written a second time, because nobody knew whether it was
/// before the connection broke, changes nothing.
void add_call(Database& database, const CallRecord& call);
/// What became of a call that was added open. A fault keeps what it says.
void settle_call(Database& database, const CallRecord& call);
void add_step(Database& database, const StepRecord& step);

/// Calls that make something and that nobody knows the end of, or that ended at `since` or later:
/// a list may not show yet what they made.
std::vector<CallRecord> fresh_calls(Database& database, Time since);

/// What a question about the record may say; "" and nothing are all.
struct Asked {
    std::string customer = {};
    std::string address = {}; // a glob
    std::optional<Time> since = {};
    std::optional<RunId> run = {};
};
std::vector<CallRecord> calls_of(Database& database, const Asked& asked);
std::vector<StepRecord> steps_of(Database& database, const Asked& asked);

/// Runs that ended before `before` with all that they hold, but for calls that nobody knows the end
/// of. How many runs.
std::int64_t prune(Database& database, Time before);

} // namespace tenantry::ledger
