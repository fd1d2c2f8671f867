#include "engine/http/concurrently.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <memory>

namespace tenantry::http {
namespace asio = boost::asio;
namespace {

/// What the workers share. They hold it themselves: a cancelled parent may end before them.
struct Crew {
    explicit Crew(const asio::any_io_executor& executor)
        : all_ended(executor, asio::steady_timer::time_point::max()) {}

    Work work;
    std::size_t next = 0;
    std::size_t count = 0;
    std::size_t running = 0;
    std::exception_ptr failure;
    asio::steady_timer all_ended;
};

asio::awaitable<void> worker(std::shared_ptr<Crew> group) {
    while (group->next < group->count && !group->failure) {
        const std::size_t index = group->next++;
        co_await group->work(index);
    }
}

} // namespace

asio::awaitable<void> concurrently(std::size_t count, std::size_t at_once, Work work) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    const auto group = std::make_shared<Crew>(executor);
    group->work = std::move(work);
    group->count = count;
    group->running = std::min(count, std::max<std::size_t>(at_once, 1));
    if (group->running == 0) co_return;
    for (std::size_t i = group->running; i > 0; --i) {
        asio::co_spawn(executor, worker(group), [group](const std::exception_ptr& failure) {
            if (failure && !group->failure) group->failure = failure;
            if (--group->running == 0) group->all_ended.cancel();
        });
    }
    boost::system::error_code ended;
    while (group->running > 0) {
        co_await group->all_ended.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    }
    if (group->failure) std::rethrow_exception(group->failure);
}

} // namespace tenantry::http
