#include "engine/http/pace.hpp"

#include <algorithm>
#include <cmath>

namespace tenantry::http {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t most_policies = 8; // a server that sends more is not believed
constexpr std::size_t most_limits = 16;
constexpr auto longest_window = std::chrono::hours(1);
constexpr std::int64_t largest_quota = 1'000'000; // beyond it a limit limits nothing

int share_of(std::int64_t count, double share) {
    // The epsilon keeps 0.9 * 1200 from becoming 1079.
    const double part = std::floor(static_cast<double>(count) * share + 1e-6);
    return std::max(1, static_cast<int>(part));
}

} // namespace

Window::Window(Quota quota, double share) : share_(std::clamp(share, 0.0, 1.0)) { tighten(quota); }

void Window::tighten(Quota quota) {
    if (quota.count <= 0 || quota.period <= milliseconds::zero()) return;
    const Quota limit{.count = share_of(quota.count, share_), .period = quota.period};
    const bool said = std::ranges::any_of(limits_, [&](const Quota& known) {
        return known.count <= limit.count && known.period >= limit.period;
    });
    if (said) return;
    std::erase_if(limits_, [&](const Quota& known) {
        return known.count >= limit.count && known.period <= limit.period;
    });
    if (limits_.size() < most_limits) limits_.push_back(limit);
}

TimePoint Window::ready(TimePoint now) const {
    TimePoint moment = now;
    for (const Quota& limit : limits_) {
        const auto count = static_cast<std::size_t>(limit.count);
        if (in_flight_ >= count) {
            moment = std::max(moment, now + limit.period);
            continue;
        }
        const std::size_t others = count - in_flight_;
        if (ended_.size() < others) continue;
        moment = std::max(moment, ended_[ended_.size() - others] + limit.period);
    }
    return moment;
}

void Window::end(TimePoint now) {
    std::size_t needed = 0;
    for (const Quota& limit : limits_)
        needed = std::max(needed, static_cast<std::size_t>(limit.count));
    --in_flight_;
    ended_.push_back(now);
    while (ended_.size() > needed)
        ended_.pop_front();
}

Pace::Pace(Quota identity, double share, milliseconds patience)
    : identity_(identity), share_(std::clamp(share, 0.0, 1.0)), patience_(patience),
      window_(identity, share) {}

TimePoint Pace::ready(TimePoint now) const {
    TimePoint moment = std::max(window_.ready(now), blocked_until_);
    for (const Left& left : left_) {
        // Only what was reported for a time that is not over yet says anything.
        const bool used_up = left.remaining - left.spent <= left.reserve;
        if (now < left.reset && used_up) moment = std::max(moment, left.reset);
    }
    return moment;
}

void Pace::started() {
    window_.start();
    ++in_flight_;
    for (Left& left : left_)
        ++left.spent;
}

void Pace::ended(TimePoint now) {
    window_.end(now);
    --in_flight_;
}

void Pace::heard(TimePoint now, const std::vector<RateItem>& left,
                 const std::vector<RateItem>& policies) {
    for (const RateItem& item : policies)
        learn(item);
    for (const RateItem& item : left) {
        if (!item.remaining || !item.reset) continue;
        Left* const known = left_of(item.policy);
        if (known == nullptr) continue;
        const std::int64_t quota = quota_of(item.policy, left.size() == 1);
        known->remaining = *item.remaining;
        known->spent = in_flight_;
        known->reserve = quota == 0 ? 0 : quota - share_of(quota, share_);
        known->reset = now + *item.reset;
    }
}

void Pace::learn(const RateItem& policy) {
    if (!policy.quota || *policy.quota <= 0 || *policy.quota > largest_quota) return;
    if (!policy.window || policy.window->count() <= 0 || *policy.window > longest_window) return;
    const auto same = std::ranges::find(policies_, policy.policy, &RateItem::policy);
    if (same == policies_.end() && policies_.size() >= most_policies) return;
    const bool news =
        same == policies_.end() || same->quota != policy.quota || same->window != policy.window;
    if (!news) return;
    if (same == policies_.end()) {
        policies_.push_back(policy);
    } else {
        *same = policy;
    }
    const Quota quota{.count = static_cast<int>(*policy.quota), .period = *policy.window};
    window_.tighten(quota);
}

Pace::Left* Pace::left_of(const std::string& policy) {
    const auto known = std::ranges::find(left_, policy, &Left::policy);
    if (known != left_.end()) return &*known;
    if (left_.size() >= most_policies) return nullptr;
    left_.push_back({.policy = policy});
    return &left_.back();
}

/// The quota that a policy of this name counts; 0 when nobody said. A lone policy is the
/// identity's.
std::int64_t Pace::quota_of(const std::string& policy, bool alone) const {
    const auto known = std::ranges::find(policies_, policy, &RateItem::policy);
    if (known != policies_.end()) return *known->quota;
    return alone ? identity_.count : 0;
}

void Pace::blocked(TimePoint now, milliseconds pause) {
    if (!blocked_since_) blocked_since_ = now;
    blocked_until_ = std::max(blocked_until_, now + pause);
}

void Pace::served(TimePoint now) {
    // An answer that arrives during a block belongs to a request from before it.
    if (now >= blocked_until_) blocked_since_.reset();
}

std::optional<milliseconds> Pace::hopeless(TimePoint now) const {
    if (!blocked_since_ || now >= blocked_until_) return std::nullopt;
    if (blocked_until_ - *blocked_since_ <= patience_) return std::nullopt;
    return std::chrono::ceil<milliseconds>(blocked_until_ - now);
}

} // namespace tenantry::http
