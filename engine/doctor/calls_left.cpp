#include "engine/doctor/health.hpp"

#include <fmt/core.h>

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
    if (known) left.says += fmt::format(" of {}", *policy->quota);
    left.says += " calls left";
    if (least->reset) left.says += fmt::format(", for {} s", least->reset->count());
    left.few = known && left.remaining < *policy->quota / 10;
    return left;
}

} // namespace tenantry::doctor
