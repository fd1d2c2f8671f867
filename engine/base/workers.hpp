// Threads for what may block, and for what is done side by side. They are few, they have ended when
// the object or the call that started them ends, and where the system allows no more of them the
// work is done by fewer, if need be by the caller's own: slower, never not at all.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tenantry {

/// A pool that starts a thread only when work waits for one.
class Workers {
public:
    explicit Workers(std::size_t most) : most_(most) {}
    /// Waits for the work that has begun; what has not begun is dropped.
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// Has `work` done by a thread of the pool. It must keep what it refers to alive, and not
    /// throw.
    void start(std::function<void()> work);

private:
    /// Whether there is a thread that takes the work that was queued last.
    bool someone_will_come();
    void serve();

    std::size_t most_;
    std::mutex mutex_;
    std::condition_variable work_came_;
    std::deque<std::function<void()>> queue_;
    std::size_t idle_ = 0;
    bool closing_ = false;
    std::vector<std::jthread> threads_;
};

/// Does work(0) to work(count-1), on at most `at_once` threads of which the caller's is one, and
/// returns when all is done. The calls must not touch each other. What one of them throws is thrown
/// here, after the others have ended.
void side_by_side(std::size_t count, std::size_t at_once,
                  const std::function<void(std::size_t)>& work);

} // namespace tenantry
