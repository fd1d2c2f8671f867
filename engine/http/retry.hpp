// Whether a failed request is sent again, and after which wait. Pure: time and chance come from
// outside. What might have done its work is never repeated unless repeating it changes nothing.
#pragma once

#include "engine/model/request.hpp"

#include <chrono>
#include <optional>

namespace tenantry::http {

struct RetryPolicy {
    int tries = 4; // in all, the first one included; pauses for the rate limit do not count
    std::chrono::milliseconds first_wait{500};
    std::chrono::milliseconds longest_wait{8000};
    // After a 429: Retry-After, but not less than `least_pause`; without the header the block that
    // the API documents (API reference, section 1.2).
    std::chrono::milliseconds least_pause{1000};
    std::chrono::milliseconds documented_block{300000};
    std::chrono::milliseconds patience{std::chrono::minutes(15)}; // for all 429 pauses of one call
};

/// What a request has been through.
struct Tried {
    int times = 0;                         // tries that ended otherwise than with 429
    std::chrono::milliseconds paused = {}; // for 429
};

/// The wait before the next try, or nothing when this fault is final. `chance` is in [0, 1).
std::optional<std::chrono::milliseconds> wait_before_retry(const RetryPolicy& policy, Method method,
                                                           const Fault& fault, const Tried& tried,
                                                           double chance);

/// How long a 429 keeps its identity from sending anything.
std::chrono::milliseconds pause_of(const RetryPolicy& policy, const Fault& throttled);

} // namespace tenantry::http
