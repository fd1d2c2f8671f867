// An Api that answers from a script, in memory: what the executor sends can be read like a list.
#pragma once

#include "engine/reader/reader.hpp"

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace tenantry::test {

/// Answers each request with the next scripted answer for its method and path; an answer may be
/// scripted for a call only as often as it comes. A request without one is a failed test.
class FakeApi : public http::Api {
public:
    using Answer = http::Expected<Response>;

    void on(std::string call, Answer answer) { script_.push_back({std::move(call), answer}); }
    /// What a call is answered when its script is at its end.
    void otherwise(std::string call, Answer answer) {
        fallback_.insert_or_assign(std::move(call), answer);
    }
    /// Called before each answer.
    std::function<void(const std::string& call)> before = {};

    boost::asio::awaitable<Answer> send(Request request) override;
    void interrupt() override {}
    std::uint64_t requests_sent() const override { return log.size(); }
    std::size_t width() const override { return connections; }

    std::vector<std::string> log = {};  // "POST /zones {...}"
    std::vector<std::string> keys = {}; // idempotency keys
    std::size_t most_at_once = 0;
    std::size_t connections = 1;

private:
    struct Line {
        std::string call = {};
        Answer answer = {};
    };
    std::deque<Line> script_;
    std::map<std::string, Answer> fallback_;
    std::size_t under_way_ = 0;
};

FakeApi::Answer ok(std::string_view result);
FakeApi::Answer list(std::string_view items);
FakeApi::Answer refused(int status, std::int64_t code);
FakeApi::Answer unclear(FaultCategory category);

} // namespace tenantry::test
