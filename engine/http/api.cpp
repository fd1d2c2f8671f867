#include "engine/http/api.hpp"

#include <utility>

namespace tenantry::http {
namespace asio = boost::asio;

/// For an Api that tries once and at once.
asio::awaitable<std::expected<Response, Fault>> Api::send_before(Witness& witness,
                                                                 Request request) {
    auto refusal = co_await witness.about_to_send();
    if (refusal) co_return std::unexpected(std::move(*refusal));
    auto answer = co_await send(std::move(request));
    const bool undone = !answer && !answer.error().maybe_done;
    if (undone) co_await witness.nothing_done();
    co_return answer;
}

} // namespace tenantry::http
