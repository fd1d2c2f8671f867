// The sweep: an apply whose nth request goes wrong, for every n, and what has to hold afterwards.
// It converges with the next run, and what is live then is what an undisturbed run makes: no
// account twice, no zone missing, nobody invited and nothing bought a second time.
#pragma once

#include "tests/support/sample_manifests.hpp"

#include <chrono>
#include <string>

namespace tenantry::whole {

/// What an apply is disturbed by, and where.
struct Disturbance {
    /// A fault of the simulator; or what happens to tenantry while the nth request is answered:
    /// "interrupt" (SIGINT), "terminate" (SIGTERM), "kill" (SIGKILL).
    std::string how = {};
    bool quirks = false;
    bool update = false; // the apply of a later version, instead of the first
    int parallelism = 1;
    std::chrono::milliseconds page_lag = {}; // lists of the API are late by so much
    std::string first_wait = "10ms";         // spec.retry.first_wait
    const Sample& sample = names_and_zones;
    std::string ledger = "none"; // --ledger; with one nobody waits for lists between two runs
    bool only_purchases = false; // the nth request that orders the plan of a zone; one at a time
};

/// Sweeps n = 1, 2, 3, ... to the last request of an undisturbed run; gives what went wrong, in
/// words, or "". `most_runs` apply runs may be needed, the disturbed one included.
std::string sweep(const Disturbance& disturbance, int most_runs = 2);

} // namespace tenantry::whole
