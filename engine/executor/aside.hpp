// What may block, as a program or a disk, on a thread of its own, while everything else goes on.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>

namespace tenantry::executor {

/// The result of `work`, which runs elsewhere and must keep what it refers to alive.
template<typename Result>
boost::asio::awaitable<Result> aside(std::function<Result()> work) {
    const auto run = [work]() -> boost::asio::awaitable<Result> { co_return work(); };
    const boost::asio::system_executor threads;
    co_return co_await boost::asio::co_spawn(threads, run, boost::asio::use_awaitable);
}

} // namespace tenantry::executor
