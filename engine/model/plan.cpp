#include "engine/model/plan.hpp"

#include <algorithm>

namespace tenantry {

std::size_t Plan::count(Action action) const {
    return static_cast<std::size_t>(
        std::ranges::count(steps, action, [](const Step& step) { return step.change.action; }));
}

std::size_t Plan::calls() const {
    std::size_t sum = 0;
    for (const Step& step : steps) {
        sum += step.calls.size();
        // A create looks first, unless it lies in something that the same run makes; a PUT of the
        // whole object echoes what a fresh read has.
        const bool looks = step.change.action == Action::create && step.waits_for.empty();
        const bool rereads = step.change.action == Action::update &&
                             std::ranges::any_of(step.calls, [](const Call& call) {
                                 return call.method == Method::put;
                             });
        if (looks || rereads) ++sum;
        if (step.until_seen) ++sum;
    }
    return sum;
}

} // namespace tenantry
