#include "engine/doctor/health.hpp"

#include <algorithm>

namespace tenantry::doctor {

std::optional<CallsLeft> calls_left(const Heard& heard) {
    const RateItem* least = nullptr;
    for (const RateItem& item : heard.left) {
        if (item.remaining && (least == nullptr || *item.remaining < *least->remaining))
            least = &item;
    }
    if (least == nullptr) return std::nullopt;
    CallsLeft left{.remaining = *least->remaining, .says = std::to_string(*least->remaining)};
    const auto policy = std::ranges::find(heard.policies, least->policy, &RateItem::policy);
    const bool known = policy != heard.policies.end() && policy->quota;
    left.says += (known ? " of " + std::to_string(*policy->quota) : "") + " calls left";
    if (least->reset) left.says += ", for " + std::to_string(least->reset->count()) + " s";
    left.few = known && left.remaining < *policy->quota / 10;
    return left;
}

} // namespace tenantry::doctor
