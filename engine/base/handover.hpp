// What a thread leaves for a coroutine, which waits for it on its own executor throughout. Only the
// value goes over: the coroutine is never resumed by the thread, and either may end first.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace tenantry {

template<typename Result>
class Handover {
public:
    explicit Handover(const boost::asio::any_io_executor& executor)
        : executor_(executor), woken_(executor, boost::asio::steady_timer::time_point::max()) {}

    /// By the thread, one of them and once. It is best moved in: what is left of it then ends where
    /// its executor lives.
    static void give(std::shared_ptr<Handover> handover, Result result) {
        post(std::move(handover), std::move(result), nullptr);
    }
    static void fail(std::shared_ptr<Handover> handover, std::exception_ptr failure) {
        post(std::move(handover), std::nullopt, std::move(failure));
    }

    /// By the coroutine: what the thread gave, or throws what it failed with.
    boost::asio::awaitable<Result> take() {
        while (!result_ && !failure_) {
            boost::system::error_code woken;
            co_await woken_.async_wait(
                boost::asio::redirect_error(boost::asio::use_awaitable, woken));
        }
        if (failure_) std::rethrow_exception(failure_);
        co_return std::move(*result_);
    }

private:
    static void post(std::shared_ptr<Handover> handover, std::optional<Result> result,
                     std::exception_ptr failure) {
        const boost::asio::any_io_executor executor = handover->executor_;
        boost::asio::post(executor, [handover = std::move(handover), result = std::move(result),
                                     failure = std::move(failure)]() mutable {
            handover->result_ = std::move(result);
            handover->failure_ = std::move(failure);
            handover->woken_.cancel();
        });
    }

    const boost::asio::any_io_executor executor_;
    // The executor's own from here on.
    boost::asio::steady_timer woken_;
    std::optional<Result> result_ = {};
    std::exception_ptr failure_ = {};
};

} // namespace tenantry
