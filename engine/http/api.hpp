// The Cloudflare API as the engine sees it: one request in, one answer or one fault out. Pace,
// repeats, connections and secrets are behind this door; nothing is ever sent twice that could do
// its work twice. The tests of other folders put their own Api here.
#pragma once

#include "engine/http/rate_headers.hpp"
#include "engine/model/request.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <vector>

namespace tenantry::http {

/// An answer, or the fault that came instead.
template<typename T>
using Expected = std::expected<T, Fault>;

/// What the last answers said beside their content. Empty where they said nothing.
struct Heard {
    std::vector<RateItem> left = {};                      // Ratelimit
    std::vector<RateItem> policies = {};                  // Ratelimit-Policy
    std::optional<std::chrono::seconds> clock_ahead = {}; // our clock, of the server's Date
};

/// A Witness is told of each try of one request, where a record has to be kept of it.
class Witness {
public:
    virtual ~Witness() = default;
    /// Right before the first byte is sent. A fault keeps the request from being sent.
    virtual boost::asio::awaitable<std::optional<Fault>> about_to_send() = 0;
    /// A try that was about to be sent has surely done nothing.
    virtual boost::asio::awaitable<void> nothing_done() = 0;
    /// Whether the answer has a secret in it: of one that tells of no success no words are repeated
    /// then.
    virtual bool has_secret() const { return false; }
};

/// An Api is one identity at one server. All of it runs on one thread.
class Api {
public:
    virtual ~Api() = default;

    /// Sends one request with pacing and, where it is safe, again; returns the successful response
    /// or the fault.
    virtual boost::asio::awaitable<std::expected<Response, Fault>> send(Request request) = 0;

    /// Sends before a witness.
    virtual boost::asio::awaitable<std::expected<Response, Fault>> send_before(Witness& witness,
                                                                               Request request);

    /// After the user's first Ctrl-C: what is on the wire finishes, what would have to wait (for
    /// pace, for a retry) longer than two seconds comes back as FaultCategory::interrupted.
    virtual void interrupt() = 0;

    /// How many calls at once it has connections for.
    virtual std::size_t width() const = 0;

    /// Every try counts.
    virtual std::uint64_t requests_sent() const = 0;

    virtual Heard heard() const { return {}; }

    /// The pause before the same is asked again because its answer made no sense.
    virtual boost::asio::awaitable<void> rest(Fault) { co_return; }

    /// How long 429 pauses may last until a call is given up (RetryPolicy); from the next pause on.
    virtual void be_patient(std::chrono::milliseconds) {}
};

} // namespace tenantry::http
