#include "engine/ledger/journal.hpp"

#include "engine/base/handover.hpp"
#include "engine/base/text.hpp"

#include <boost/asio/this_coro.hpp>

#include <future>
#include <memory>
#include <utility>

namespace tenantry::ledger {
namespace asio = boost::asio;
namespace {

/// Why a call must not be sent although the ledger is well: somebody else has the customer now.
std::optional<Trouble> lost_lock(Database& database, const CallRecord& call) {
    if (holds(database, call.run, call.customer)) return std::nullopt;
    const auto other = holder_of(database, call.customer);
    return Trouble{"the lock of the customer " + in_quotes(call.customer) + " was taken away" +
                       (other ? " by the run " + name_of_run(other->run.id) : ""),
                   "run plan again"};
}

} // namespace

Journal::Journal(Ledger& ledger, RunId run)
    : ledger_(ledger), run_(run), thread_([this](const std::stop_token& stop) { serve(stop); }) {}

Journal::~Journal() {
    thread_.request_stop();
    came_.notify_all();
}

void Journal::put(Jotting jotting) {
    {
        const std::scoped_lock lock(mutex_);
        queue_.push_back(std::move(jotting));
    }
    came_.notify_all();
}

Attempt<void> Journal::write_all(std::deque<Jotting>& jottings) {
    if (const auto trouble = broken()) return std::unexpected(*trouble);
    auto written = ledger_.write([&](Database& database) {
        hear_run(database, run_, ledger_.now());
        for (const Jotting& jotting : jottings)
            jotting.work(database);
    });
    if (!written) {
        const std::scoped_lock lock(mutex_);
        broken_ = written.error();
    }
    return written;
}

void Journal::serve(const std::stop_token& stop) {
    for (;;) {
        std::deque<Jotting> jottings;
        {
            std::unique_lock lock(mutex_);
            came_.wait_for(lock, stop, heartbeat, [this] { return !queue_.empty(); });
            jottings = std::exchange(queue_, {});
        }
        if (jottings.empty() && stop.stop_requested()) return;
        const Attempt<void> written = write_all(jottings);
        for (const Jotting& jotting : jottings)
            if (jotting.written) jotting.written(written);
    }
}

asio::awaitable<Attempt<void>> Journal::intend(CallRecord call) {
    const auto handover =
        std::make_shared<Handover<Attempt<void>>>(co_await asio::this_coro::executor);
    const auto lost = std::make_shared<std::optional<Trouble>>(); // the thread's
    Jotting jotting;
    jotting.work = [lost, call = std::move(call)](Database& database) {
        *lost = lost_lock(database, call);
        if (!*lost) add_call(database, call);
    };
    jotting.written = [handover, lost](const Attempt<void>& written) {
        const bool sendable = !written || !*lost;
        Handover<Attempt<void>>::give(handover, sendable ? written : std::unexpected(**lost));
    };
    put(std::move(jotting));
    co_return co_await handover->take();
}

void Journal::settle(CallRecord call) {
    put({.work = [call = std::move(call)](Database& database) { settle_call(database, call); }});
}

void Journal::note(StepRecord step) {
    put({.work = [step = std::move(step)](Database& database) { add_step(database, step); }});
}

Attempt<void> Journal::finish() {
    std::promise<Attempt<void>> ended;
    put({.work = [](Database&) {},
         .written = [&ended](const Attempt<void>& written) { ended.set_value(written); }});
    auto written = ended.get_future().get();
    if (const auto trouble = broken()) return std::unexpected(*trouble);
    return written;
}

std::optional<Trouble> Journal::broken() const {
    const std::scoped_lock lock(mutex_);
    return broken_;
}

} // namespace tenantry::ledger
