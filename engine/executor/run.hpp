// What every step of one run shares.
#pragma once

#include "engine/executor/catalogues.hpp"
#include "engine/executor/executor.hpp"
#include "engine/executor/off_thread.hpp"

#include <stop_token>
#include <string>
#include <unordered_set>
#include <vector>

namespace tenantry::executor {

struct Run {
    const KindTable& kinds;
    const Live& live;
    http::Lanes& lanes;
    const Options& options;
    Observer& observer;
    std::stop_token stop;
    Catalogues catalogues;
    /// Ids that are spoken for: live when the plan was made, or made or adopted by a step of this
    /// run. A look never takes one of them for the object of another step.
    std::unordered_set<std::string> taken = {};
    /// Calls of steps under way that nobody knows the end of.
    std::vector<ledger::CallRecord> unclear = {};
    OffThread off_thread = {};
};

/// Before the second look for what lists show late, and three times as long before the next ones.
boost::asio::awaitable<void> rest(const Run& run, int looks);

} // namespace tenantry::executor
