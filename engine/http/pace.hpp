// When the next request may start. Pure: the time is an argument and nothing waits here. Never more
// than the share of the quota in any window, less where the server says that less is left, nothing
// while it blocks us. The server can tighten the pace, never loosen it.
#pragma once

#include "engine/http/rate_headers.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace tenantry::http {

using TimePoint = std::chrono::steady_clock::time_point;

/// So many requests in so much time; count 0: no limit.
struct Quota {
    int count = 0;
    std::chrono::milliseconds period = {};
};

/// A Window counts what the server may count in any period. When a request arrives there nobody
/// here knows, only that it was between its start and its end; so it counts from its start until a
/// period after its end. It knows each single end: a bucket that refills would allow nearly twice
/// the quota in a window that begins with a burst.
class Window {
public:
    Window(Quota quota, double share);

    /// One more limit on the same requests.
    void tighten(Quota quota);
    /// The first moment, `now` or later, at which one more request may start, if those in flight
    /// end by then; where that takes an end, it is not before a period from now.
    TimePoint ready(TimePoint now) const;
    void start() { ++in_flight_; }
    void end(TimePoint now);

private:
    double share_;
    std::vector<Quota> limits_;   // with the share taken
    std::deque<TimePoint> ended_; // as many as the largest limit counts
    std::size_t in_flight_ = 0;
};

/// The Pace of one identity: its window, what the server reports as left, and its blocks.
class Pace {
public:
    Pace(Quota identity, double share, std::chrono::milliseconds patience);

    TimePoint ready(TimePoint now) const;
    void be_patient(std::chrono::milliseconds patience) { patience_ = patience; }
    /// Between a start and its end the request is in flight: it may not be in the server's count.
    void started();
    void ended(TimePoint now);

    /// What the headers of an answer say (API reference, section 1.2).
    void heard(TimePoint now, const std::vector<RateItem>& left,
               const std::vector<RateItem>& policies);
    /// A 429: nothing starts before the pause is over.
    void blocked(TimePoint now, std::chrono::milliseconds pause);
    /// Any other answer: the server serves us again.
    void served(TimePoint now);
    /// Blocked for longer, since the last answer that was none, than anybody wants to wait: the
    /// pause that is left. Nothing otherwise.
    std::optional<std::chrono::milliseconds> hopeless(TimePoint now) const;

private:
    /// What the server last said about one of its policies.
    struct Left {
        std::string policy = {};
        std::int64_t remaining = 0;
        std::int64_t spent = 0; // started since, or in flight then
        std::int64_t reserve = 0;
        TimePoint reset = {};
    };

    void learn(const RateItem& policy);
    Left* left_of(const std::string& policy);
    std::int64_t quota_of(const std::string& policy, bool alone) const;

    Quota identity_;
    double share_;
    std::chrono::milliseconds patience_;
    Window window_;
    std::int64_t in_flight_ = 0;
    std::vector<Left> left_;
    std::vector<RateItem> policies_;
    TimePoint blocked_until_ = {};
    std::optional<TimePoint> blocked_since_;
};

} // namespace tenantry::http
