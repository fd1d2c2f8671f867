#include "tests/in_process/virtual_time.hpp"

#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <utility>

namespace tenantry::in_process {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t millisecond = 1'000'000;
constexpr std::int64_t day = 86'400 * second;

// 2026-11-21T12:30:00Z
constexpr std::int64_t system_start = 1'795'264'200 * second;
// Whoever sleeps in the kernel until a time of ours must not be woken while the test runs.
constexpr std::int64_t ahead = 365 * day;
// Nothing waits that long: then it waits for something that never comes.
constexpr std::int64_t longest = 30 * day;

std::atomic<bool> on = false;
std::atomic<std::int64_t> passed = 0;
std::function<void()> settles = {};

// NOLINTBEGIN(*-vararg): the kernel's interface
int real_clock(clockid_t clock, timespec* time) {
    return static_cast<int>(::syscall(SYS_clock_gettime, clock, time));
}

int real_wait(int epoll, epoll_event* events, int most, int timeout) {
    return static_cast<int>(
        ::syscall(SYS_epoll_pwait, epoll, events, most, timeout, nullptr, std::size_t{8}));
}

int real_timer(int clock, int flags) {
    return static_cast<int>(::syscall(SYS_timerfd_create, clock, flags));
}
// NOLINTEND(*-vararg)

std::int64_t steady_start() {
    static const std::int64_t start = [] {
        timespec now{};
        real_clock(CLOCK_MONOTONIC, &now);
        return now.tv_sec * second + now.tv_nsec + ahead;
    }();
    return start;
}

int wait(int epoll, epoll_event* events, int most, int timeout) {
    if (settles) settles();
    const int ready = real_wait(epoll, events, most, 0);
    if (ready != 0 || timeout == 0) return ready;
    if (timeout < 0 || passed > longest) {
        std::fputs("virtual time: everybody waits for something that never comes\n", stderr);
        std::abort();
    }
    passed += timeout * millisecond;
    return 0;
}

} // namespace

VirtualTime::VirtualTime() {
    steady_start();
    passed = 0;
    on = true;
}

VirtualTime::~VirtualTime() {
    settles = {};
    on = false;
}

void VirtualTime::pass(std::chrono::nanoseconds time) { passed += time.count(); }

void VirtualTime::before_looking(std::function<void()> settle) { settles = std::move(settle); }

} // namespace tenantry::in_process

// In the place of the C library's.
extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
    using namespace tenantry::in_process;
    const bool known = clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;
    if (!on || !known) return real_clock(clock, time);
    const std::int64_t start = clock == CLOCK_REALTIME ? system_start : steady_start();
    const std::int64_t now = start + passed;
    time->tv_sec = now / second;
    time->tv_nsec = now % second;
    return 0;
}

int epoll_wait(int epoll, epoll_event* events, int most, int timeout) {
    using namespace tenantry::in_process;
    return on ? wait(epoll, events, most, timeout) : real_wait(epoll, events, most, timeout);
}

/// Asio does without, and waits in epoll_wait as long as its next timer says.
int timerfd_create(int clock, int flags) noexcept {
    using namespace tenantry::in_process;
    if (!on) return real_timer(clock, flags);
    errno = EINVAL;
    return -1;
}
}
