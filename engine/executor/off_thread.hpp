// What may block, as a program or a disk, on a thread beside the one that everything runs on. The
// threads belong to this object and refer to nothing of it after its end; a coroutine stays on its
// own executor throughout, and only a value goes over and comes back.
#pragma once

#include "engine/base/workers.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>

namespace tenantry::executor {

class OffThread {
public:
    /// The result of `work`, which runs elsewhere and must keep what it refers to alive.
    template<typename Result>
    boost::asio::awaitable<Result> run(std::function<Result()> work) {
        const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
        const auto pending = std::make_shared<Pending<Result>>(executor);
        workers_.start([pending, executor, work = std::move(work)]() mutable {
            try {
                pending->result.emplace(work());
            } catch (...) {
                pending->failure = std::current_exception();
            }
            work = nullptr;
            boost::asio::post(executor, [ended = std::move(pending)] {
                ended->over = true;
                ended->woken.cancel();
            });
        });
        while (!pending->over) {
            boost::system::error_code woken;
            co_await pending->woken.async_wait(
                boost::asio::redirect_error(boost::asio::use_awaitable, woken));
        }
        if (pending->failure) std::rethrow_exception(pending->failure);
        co_return std::move(*pending->result);
    }

private:
    /// Written by the worker until it posts; from then on the executor's own.
    template<typename Result>
    struct Pending {
        explicit Pending(const boost::asio::any_io_executor& executor)
            : woken(executor, boost::asio::steady_timer::time_point::max()) {}
        boost::asio::steady_timer woken;
        bool over = false;
        std::optional<Result> result = {};
        std::exception_ptr failure = {};
    };

    // Its work mostly waits, for programs and disks.
    Workers workers_{4};
};

} // namespace tenantry::executor
