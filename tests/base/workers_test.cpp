// Threads: what they do is done once and before their owner goes, also where the system allows no
// more of them.
#include "engine/base/workers.hpp"

#include <doctest/doctest.h>
#include <pthread.h>

#include <atomic>
#include <chrono>
#include <set>
#include <stdexcept>
#include <string>

using namespace tenantry;
using namespace std::chrono_literals;

namespace {

/// No thread can be started while this lives: each would want a stack that no address space holds.
class NoThreads {
public:
    NoThreads() {
        ::pthread_attr_init(&none_);
        ::pthread_getattr_default_np(&before_);
        ::pthread_attr_setstacksize(&none_, std::size_t{1} << 47U);
        REQUIRE(::pthread_setattr_default_np(&none_) == 0);
    }
    ~NoThreads() {
        ::pthread_setattr_default_np(&before_);
        ::pthread_attr_destroy(&before_);
        ::pthread_attr_destroy(&none_);
    }
    NoThreads(const NoThreads&) = delete;
    NoThreads& operator=(const NoThreads&) = delete;

private:
    pthread_attr_t none_ = {};
    pthread_attr_t before_ = {};
};

} // namespace

TEST_CASE("work that has begun is waited for, and no more threads are started than are allowed") {
    std::atomic<int> under_way = 0;
    std::atomic<int> most = 0;
    std::atomic<int> done = 0;
    std::atomic<int> begun = 0;
    {
        Workers workers(3);
        for (int i = 0; i < 30; ++i) {
            workers.start([&] {
                ++begun;
                const int now = ++under_way;
                for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
                }
                std::this_thread::sleep_for(5ms);
                --under_way;
                ++done;
            });
        }
        std::this_thread::sleep_for(20ms);
    }
    CHECK(begun > 0);
    CHECK(done == begun);
    CHECK(under_way == 0);
    CHECK(most <= 3);
}

TEST_CASE("all work is done when there is time for it") {
    std::atomic<int> done = 0;
    Workers workers(4);
    for (int i = 0; i < 1000; ++i)
        workers.start([&] { ++done; });
    while (done < 1000)
        std::this_thread::sleep_for(1ms);
}

TEST_CASE("without a thread the caller does the work itself") {
    const NoThreads none;
    CHECK_THROWS(std::thread([] {}).join());
    std::thread::id who;
    Workers workers(4);
    workers.start([&] { who = std::this_thread::get_id(); });
    CHECK(who == std::this_thread::get_id());
    std::set<std::size_t> done;
    side_by_side(100, 8, [&](std::size_t i) { done.insert(i); });
    CHECK(done.size() == 100);
}

TEST_CASE("side by side each piece is done once, and a failure comes out after all have ended") {
    std::vector<std::atomic<int>> times(500);
    side_by_side(times.size(), 8, [&](std::size_t i) { ++times[i]; });
    for (const auto& count : times)
        CHECK(count == 1);
    side_by_side(0, 8, [](std::size_t) { FAIL("there is nothing to do"); });
    std::atomic<int> under_way = 0;
    CHECK_THROWS_WITH(side_by_side(100, 4,
                                   [&](std::size_t i) {
                                       ++under_way;
                                       std::this_thread::sleep_for(1ms);
                                       --under_way;
                                       if (i == 5) throw std::runtime_error("five");
                                   }),
                      "five");
    CHECK(under_way == 0);
}
