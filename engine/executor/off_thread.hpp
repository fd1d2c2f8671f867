// Runs what may block, such as a program or a disk, on a thread beside the one that everything else
// runs on. The threads belong to this object and refer to nothing of it after its end.
#pragma once

#include "engine/base/handover.hpp"
#include "engine/base/workers.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace tenantry::executor {

class OffThread {
public:
    /// The result of `work`, which runs elsewhere and must keep what it refers to alive.
    template<typename Result>
    boost::asio::awaitable<Result> run(std::function<Result()> work) {
        const auto handover =
            std::make_shared<Handover<Result>>(co_await boost::asio::this_coro::executor);
        workers_.start([to = handover, work = std::move(work)]() mutable {
            std::optional<Result> result;
            std::exception_ptr failure;
            try {
                result.emplace(work());
            } catch (...) {
                failure = std::current_exception();
            }
            // What it refers to ends before the coroutine goes on.
            work = nullptr;
            if (failure) return Handover<Result>::fail(std::move(to), std::move(failure));
            Handover<Result>::give(std::move(to), std::move(*result));
        });
        co_return co_await handover->take();
    }

private:
    // Its work mostly waits, for programs and disks.
    Workers workers_{4};
};

} // namespace tenantry::executor
