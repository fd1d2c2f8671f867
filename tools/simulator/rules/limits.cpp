#include "tools/simulator/rules/limits.hpp"

#include "tools/simulator/text/envelope.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace tenantry::simulator {

Verdict RateLimit::take(const std::string& caller, Time now) {
    Window& window = windows_[caller];
    if (now >= window.ends) {
        window.ends = now + rate_.window;
        window.used = 0;
        window.blocked = false;
    }
    Verdict verdict;
    verdict.allowed = !window.blocked && window.used < rate_.quota;
    if (verdict.allowed) {
        ++window.used;
    } else if (!window.blocked && excess_ == Excess::blocks_for_a_window) {
        window.blocked = true;
        window.ends = now + rate_.window;
    }
    verdict.remaining = verdict.allowed ? rate_.quota - window.used : 0;
    verdict.reset = rounded_up(window.ends - now);
    return verdict;
}

void add_limit_headers(Reply& reply, const Rate& rate, const Verdict& verdict) {
    reply.headers.push_back(
        Field{"Ratelimit",
              fmt::format(R"("default";r={};t={})", verdict.remaining, verdict.reset.count())});
    reply.headers.push_back(
        Field{"Ratelimit-Policy",
              fmt::format(R"("default";q={};w={})", rate.quota, rounded_up(rate.window).count())});
}

Reply too_many(int code, const Rate& rate, const Verdict& verdict) {
    Reply reply = failure(
        429, code,
        fmt::format("More than {} requests per {} seconds reached. Please wait and consider "
                    "throttling your request speed",
                    rate.quota, rounded_up(rate.window).count()));
    const auto wait = std::max(verdict.reset, std::chrono::seconds{1});
    reply.headers.push_back(Field{"Retry-After", fmt::format("{}", wait.count())});
    return reply;
}

} // namespace tenantry::simulator
