// The Cloudflare API as the engine sees it: one request in, one answer or one fault out. Pace,
// repeats, connections and secrets are behind this door; nothing is ever sent twice that could do
// its work twice. The tests of other folders put their own Api here.
#pragma once

#include "engine/model/request.hpp"
#include "engine/remote/rate_headers.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <vector>

namespace tenantry::remote {

/// What the last answers said beside their content. Empty where they said nothing.
struct Heard {
    std::vector<RateItem> left = {};                      // Ratelimit
    std::vector<RateItem> policies = {};                  // Ratelimit-Policy
    std::optional<std::chrono::seconds> clock_ahead = {}; // our clock, of the server's Date
};

/// An Api is one identity at one server. All of it runs on one thread.
class Api {
public:
    virtual ~Api() = default;

    /// Sends one request with pacing and, where it is safe, again; returns the successful response
    /// or the fault.
    virtual boost::asio::awaitable<std::expected<Response, Fault>> send(Request request) = 0;

    /// After the user's first Ctrl-C: what is on the wire finishes, what would have to wait (for
    /// pace, for a retry) longer than two seconds comes back as FaultCategory::interrupted.
    virtual void interrupt() = 0;

    /// Every try counts.
    virtual std::uint64_t requests_sent() const = 0;

    virtual Heard heard() const { return {}; }

    /// How long 429 pauses may last until a call is given up (RetryPolicy); from the next pause on.
    virtual void be_patient(std::chrono::milliseconds) {}
};

} // namespace tenantry::remote
