// Several pieces of work under way at once, on one thread.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>

namespace tenantry::http {

using Work = std::function<boost::asio::awaitable<void>(std::size_t)>;

/// Awaits work(0) to work(count-1), at most `at_once` of them under way, started in order. An
/// exception of one is thrown again when all that were started have ended.
boost::asio::awaitable<void> concurrently(std::size_t count, std::size_t at_once, Work work);

} // namespace tenantry::http
