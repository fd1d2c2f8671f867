#include "engine/base/workers.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <exception>
#include <optional>
#include <system_error>

namespace tenantry {
namespace {

/// A thread that no signal interrupts, for those are the business of the thread that waits for
/// them; nothing when the system allows no more threads.
template<typename Work>
std::optional<std::jthread> try_thread(Work work) {
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    std::optional<std::jthread> thread;
    try {
        thread.emplace(std::move(work));
    } catch (const std::system_error&) {
        thread.reset();
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return thread;
}

} // namespace

Workers::~Workers() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
        queue_.clear();
    }
    work_came_.notify_all();
    threads_.clear();
}

void Workers::start(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back(std::move(work));
        if (someone_will_come()) {
            work_came_.notify_one();
            return;
        }
        work = std::move(queue_.back());
        queue_.pop_back();
    }
    work();
}

bool Workers::someone_will_come() {
    if (idle_ < queue_.size() && threads_.size() < most_) {
        if (auto thread = try_thread([this] { serve(); })) threads_.push_back(std::move(*thread));
    }
    return !threads_.empty();
}

void Workers::serve() {
    std::unique_lock lock(mutex_);
    while (!closing_) {
        if (queue_.empty()) {
            ++idle_;
            work_came_.wait(lock);
            --idle_;
            continue;
        }
        std::function<void()> work = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        work();
        work = nullptr;
        lock.lock();
    }
}

void side_by_side(std::size_t count, std::size_t at_once,
                  const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::exception_ptr failure;
    const auto share = [&] {
        try {
            for (std::size_t i = next++; i < count; i = next++)
                work(i);
        } catch (...) {
            next = count;
            const std::lock_guard lock(mutex);
            if (!failure) failure = std::current_exception();
        }
    };
    std::vector<std::jthread> others;
    others.reserve(std::min(count, at_once));
    while (others.size() + 1 < std::min(count, at_once)) {
        auto other = try_thread(share);
        if (!other) break;
        others.push_back(std::move(*other));
    }
    share();
    others.clear();
    if (failure) std::rethrow_exception(failure);
}

} // namespace tenantry
