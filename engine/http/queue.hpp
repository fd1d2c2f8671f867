// The waiting line in front of the API: who may send now, and what becomes of those that wait when
// the user interrupts. The numbers come from Pace; this part only waits. First come, first served,
// and a call that was sent before goes ahead of those that were not.
#pragma once

#include "engine/http/settings.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <expected>
#include <list>
#include <memory>
#include <optional>
#include <string>

namespace tenantry::http {

/// A Waiter is a timer that stands in a list for as long as it lives, to be woken through it.
class Waiter {
public:
    using List = std::list<Waiter*>;

    Waiter(const boost::asio::any_io_executor& executor, List& list, bool ahead);
    ~Waiter();
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    bool first() const { return list_.front() == this; }
    boost::asio::awaitable<void> wait(TimePoint until);

    static void wake_first(List& list);
    static void wake_all(List& list);

private:
    boost::asio::steady_timer timer_;
    bool ahead_;
    List& list_;
    List::iterator where_;
};

class Queue {
public:
    Queue(boost::asio::any_io_executor executor, const Settings& settings);

    struct Release {
        void operator()(Queue* turns) const { turns->release(); }
    };
    /// The right to be in flight, for as long as it is held.
    using Turn = std::unique_ptr<Queue, Release>;

    /// Waits for a turn. `waiting` says for whom; its length is filled in.
    boost::asio::awaitable<std::expected<Turn, Fault>> take(Pause waiting, bool ahead);

    /// Waits before a repeat; false when the user interrupted and it would take too long.
    boost::asio::awaitable<bool> nap(Pause waiting);

    /// What an answer says about the pace.
    void heard(const std::vector<RateItem>& left, const std::vector<RateItem>& policies);
    void blocked(std::chrono::milliseconds pause);
    void served();

    void be_patient(std::chrono::milliseconds patience) { pace_.be_patient(patience); }
    void interrupt();
    void close();

private:
    std::optional<Fault> refuse(TimePoint now, TimePoint begun, TimePoint ready) const;
    TimePoint give_up(TimePoint begun) const;
    void tell(Pause waiting, TimePoint::duration wait) const;
    Turn start();
    void release();

    boost::asio::any_io_executor executor_;
    std::function<void(const Pause&)> on_wait_;
    int most_in_flight_;
    int in_flight_ = 0;
    Pace pace_;
    std::shared_ptr<Window> address_;
    Waiter::List line_; // calls that wait for their turn
    Waiter::List naps_; // calls that wait before they line up again
    std::optional<TimePoint> interrupted_at_;
    bool closed_ = false;
};

} // namespace tenantry::http
