// Runs and the customers that they hold.
//
// A lock is a row that names a run, and is alive while that run is: it has not ended, and its
// process is still there, where that can be told from here, or else it was heard within the lease.
// So a run that was killed holds nothing on its own machine from that moment on, and nothing
// elsewhere when the lease is over; and a clock that jumps takes nothing from a process that is
// seen to live.
#pragma once

#include "engine/ledger/database.hpp"
#include "engine/ledger/records.hpp"

#include <span>
#include <string>
#include <vector>

namespace tenantry::ledger {

/// A run says that often that it is there, and is taken for dead when it has not for so long.
inline constexpr std::chrono::seconds heartbeat{20};
inline constexpr std::chrono::seconds lease{90};

/// All of these throw a Failure.
void add_run(Database& database, RunId run, const RunHead& head, Time now);
void hear_run(Database& database, RunId run, Time now);
/// Ends it and frees what it holds.
void end_run(Database& database, RunId run, std::string_view result, Time now);

/// Whether a run may still be at work.
bool is_alive(const RunRecord& run, const Who& here, Time now);

/// Takes those that nobody holds who is alive; who holds the others.
std::vector<Holder> lock(Database& database, RunId run, std::vector<std::string> customers,
                         const Who& here, Time now);
void unlock(Database& database, RunId run, std::span<const std::string> customers);
/// Who holds a customer, dead or alive.
std::optional<Holder> holder_of(Database& database, const std::string& customer);
bool holds(Database& database, RunId run, const std::string& customer);

/// In the order of their beginning, the last `most`.
std::vector<RunRecord> runs_since(Database& database, Time since, std::size_t most);
std::optional<RunRecord> run_of(Database& database, RunId run);

} // namespace tenantry::ledger
