#include "tests/support/fake_api.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <doctest/doctest.h>

#include <algorithm>

namespace tenantry::test {
namespace asio = boost::asio;

asio::awaitable<FakeApi::Answer> FakeApi::send(Request request) {
    const std::string call = std::string(name_of(request.method)) + " " + request.path;
    log.push_back(call + (request.body.is_null() ? "" : " " + to_text(request.body)));
    if (!request.idempotency_key.empty()) keys.push_back(request.idempotency_key);
    ++under_way_;
    most_at_once = std::max(most_at_once, under_way_);
    // As a network would, let the others run before the answer comes.
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    if (before) before(call);
    --under_way_;
    const auto line = std::ranges::find(script_, call, &Line::call);
    const auto fallback = fallback_.find(call);
    if (line == script_.end() && fallback != fallback_.end()) co_return fallback->second;
    REQUIRE_MESSAGE(line != script_.end(), "no answer is scripted for " << call);
    Answer answer = line->answer;
    script_.erase(line);
    if (!answer) answer.error().call = call;
    co_return answer;
}

FakeApi::Answer ok(std::string_view result) {
    Response response;
    response.status = 200;
    response.result = *parse_json(result);
    return response;
}

FakeApi::Answer list(std::string_view items) {
    FakeApi::Answer answer = ok(items);
    const auto count = static_cast<std::int64_t>(answer->result.items()->size());
    answer->result_info.set("total_count", count);
    return answer;
}

FakeApi::Answer refused(int status, std::int64_t code) {
    return std::unexpected(
        Fault{.category = FaultCategory::refused, .status = status, .code = code, .message = "no"});
}

FakeApi::Answer unclear(FaultCategory category) {
    return std::unexpected(Fault{.category = category, .maybe_done = true, .message = "gone"});
}

} // namespace tenantry::test
