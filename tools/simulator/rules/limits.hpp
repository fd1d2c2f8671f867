// The rate limits: real counters over fixed windows, one limit per identity and one per source
// address (API reference, sections 1.2 and 18). Time is an argument.
#pragma once

#include "tools/simulator/rules/settings.hpp"
#include "tools/simulator/text/request.hpp"

#include <string>
#include <unordered_map>

namespace tenantry::simulator {

/// What going over does: refuse until the window ends, or block the caller for one whole window
/// from that moment on, as the API does to an identity.
enum class Excess : std::uint8_t { until_window_ends, blocks_for_a_window };

/// What a limit says to one request.
struct Verdict {
    bool allowed = true;
    long long remaining = 0;
    std::chrono::seconds reset = std::chrono::seconds{0};
};

class RateLimit {
public:
    RateLimit(Rate rate, Excess excess) : rate_(rate), excess_(excess) {}

    /// Counts one request of `caller`. A refused request uses nothing up.
    Verdict take(const std::string& caller, Time now);

    const Rate& rate() const { return rate_; }

private:
    struct Window {
        Time ends = {};
        long long used = 0;
        bool blocked = false;
    };

    Rate rate_;
    Excess excess_;
    std::unordered_map<std::string, Window> windows_;
};

/// Puts Ratelimit and Ratelimit-Policy on a reply.
void add_limit_headers(Reply& reply, const Rate& rate, const Verdict& verdict);

/// The 429 for a refused request, with Retry-After.
Reply too_many(int code, const Rate& rate, const Verdict& verdict);

} // namespace tenantry::simulator
