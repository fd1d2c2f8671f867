// Time that passes only while nobody has anything to do. While a VirtualTime lives, the clocks of
// this program and what Asio sleeps with are ours: a wait of a minute is over at once, and all that
// comes before it has been done. So an hour of retries, pauses and lagging lists takes
// milliseconds, and is the same each time.
//
// The engine asks the clock in many places, and should: so it is not the engine that is told of
// another one, but clock_gettime, epoll_wait and timerfd_create of the C library stand here.
#pragma once

#include <chrono>
#include <functional>

namespace tenantry::in_process {

/// At most one lives at a time; each begins at the same moment of a Saturday, half past twelve.
class VirtualTime {
public:
    VirtualTime();
    ~VirtualTime();
    VirtualTime(const VirtualTime&) = delete;
    VirtualTime& operator=(const VirtualTime&) = delete;

    static void pass(std::chrono::nanoseconds time);

    /// Called whenever a loop looks for what has come: lets other threads do what they were asked
    /// for, and waits for that. Nothing when there are none.
    static void before_looking(std::function<void()> settle);
};

} // namespace tenantry::in_process
