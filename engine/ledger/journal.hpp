// Writes down what one run does, while it does it. A thread of its own takes all that has come up
// and writes it in one transaction, so that a disk that is slow to sync holds up a batch and not
// each call; it also says every now and then that the run is there. After a failure nothing more is
// written, and who asks is told so: a call that is not recorded must not be sent.
#pragma once

#include "engine/ledger/calls.hpp"
#include "engine/ledger/runs.hpp"
#include "engine/ledger/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace tenantry::ledger {

class Journal {
public:
    /// Of a run that was added to the ledger, which outlives this.
    Journal(Ledger& ledger, RunId run);
    /// Writes what has come up until then.
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    RunId run() const { return run_; }
    Time now() const { return ledger_.now(); }
    /// The number of the run's next call, from 1 on.
    std::int64_t next_call() { return ++calls_; }

    /// Right before a call that writes: it is durable when this returns, and the run still
    /// holds the customer. A trouble says that it must not be sent.
    boost::asio::awaitable<Attempt<void>> intend(CallRecord call);
    /// What became of it, and of a step. Written soon; see broken().
    void settle(CallRecord call);
    void note(StepRecord step);
    /// Waits until all is written that came before.
    Attempt<void> finish();

    /// Why something is missing in the record; nothing when all is there that was written.
    std::optional<Trouble> broken() const;

private:
    struct Jotting {
        std::function<void(Database&)> work = {};
        std::function<void(const Attempt<void>&)> written = {}; // called by the thread, or empty
    };

    void put(Jotting jotting);
    void serve(const std::stop_token& stop);
    Attempt<void> write_all(std::deque<Jotting>& jottings);

    Ledger& ledger_;
    const RunId run_;
    std::atomic<std::int64_t> calls_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable_any came_;
    std::deque<Jotting> queue_ = {};
    std::optional<Trouble> broken_ = {};
    std::jthread thread_; // last: it uses all of the above
};

} // namespace tenantry::ledger
