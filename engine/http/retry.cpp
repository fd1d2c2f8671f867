#include "engine/http/retry.hpp"

#include <algorithm>

namespace tenantry::http {
namespace {

using std::chrono::milliseconds;

/// Whether another try may help and cannot do the work twice.
bool may_repeat(Method method, const Fault& fault) {
    if (fault.maybe_done && !repeatable(method)) return false;
    if (fault.retryable == false && fault.category != FaultCategory::throttled) return false;
    switch (fault.category) {
    case FaultCategory::unreachable:
    case FaultCategory::throttled: return true; // surely not executed
    case FaultCategory::timed_out:
    case FaultCategory::lost: return repeatable(method);
    // A redirect or a 4xx in the wrong format is as decided as one in the right format, unless it
    // says otherwise itself.
    case FaultCategory::broken:
        return repeatable(method) &&
               fault.retryable.value_or(fault.status < 300 || fault.status >= 500);
    case FaultCategory::unauthorized:
    case FaultCategory::refused: // also a 403: the sporadic ones (quirk 20) cannot be told apart
    case FaultCategory::declined:
    case FaultCategory::interrupted: return false;
    }
    return false;
}

/// first_wait, doubled for every failed try, up to a quarter less so that clients do not march in
/// step.
milliseconds backoff(const RetryPolicy& policy, int failed, double chance) {
    milliseconds wait = policy.first_wait;
    for (int i = 1; i < failed && wait < policy.longest_wait; ++i)
        wait *= 2;
    wait = std::min(wait, policy.longest_wait);
    const auto less = static_cast<double>(wait.count()) * 0.25 * std::clamp(chance, 0.0, 1.0);
    return wait - milliseconds(static_cast<milliseconds::rep>(less));
}

} // namespace

milliseconds pause_of(const RetryPolicy& policy, const Fault& throttled) {
    if (!throttled.retry_after) return policy.documented_block;
    return std::max<milliseconds>(*throttled.retry_after, policy.least_pause);
}

std::optional<milliseconds> wait_before_retry(const RetryPolicy& policy, Method method,
                                              const Fault& fault, const Tried& tried,
                                              double chance) {
    if (!may_repeat(method, fault)) return std::nullopt;
    if (fault.category == FaultCategory::throttled) {
        const milliseconds pause = pause_of(policy, fault);
        if (tried.paused + pause > policy.patience) return std::nullopt;
        return pause;
    }
    if (tried.times >= policy.tries) return std::nullopt;
    const milliseconds wait = backoff(policy, tried.times, chance);
    if (!fault.retry_after) return wait;
    return std::max(wait, std::min<milliseconds>(*fault.retry_after, policy.longest_wait));
}

} // namespace tenantry::http
