#include "engine/base/text.hpp"
#include "engine/planner/guards/rule.hpp"

#include <algorithm>
#include <utility>

namespace tenantry::planner {
namespace {

// A percentage of a few objects says nothing.
constexpr std::size_t least_for_percent = 10;

/// Updates that no other guard has refused already.
Indices updating(const Review& review, const Indices& steps) {
    Indices result;
    std::ranges::copy_if(steps, std::back_inserter(result), [&](std::size_t i) {
        const Step& step = review.step(i);
        // Of a kind with one per parent there is an object from the start; one without fields is
        // none yet.
        const LiveObject* live = step.change.live;
        const bool changes = live != nullptr && !live->fields.empty();
        return step.change.action == Action::update && changes && !step.finishes &&
               step.refused_by.empty();
    });
    return result;
}

std::string objects(const Indices& steps, const std::string& whose) {
    return counted(steps.size(), "live object") + " of " + whose;
}

/// Complains and refuses when these updates, `what` in words, are more than allowed of `live`
/// objects; whether they are.
bool hold_against(Review& review, const Indices& steps, std::size_t live, const UpdateLimit& limit,
                  const std::string& what, const std::string& guard) {
    const bool count = limit.count && std::cmp_greater(steps.size(), *limit.count);
    const bool percent =
        limit.percent && live >= least_for_percent &&
        std::cmp_greater(steps.size() * 100, live * static_cast<std::size_t>(*limit.percent));
    if (!count && !percent) return false;
    const std::string most =
        count ? std::to_string(*limit.count)
              : std::to_string(*limit.percent) + " percent of " + std::to_string(live);
    review.together(updates_rule.name, "raise max_updates in the Tenant document", steps,
                    {.what = what + " would change; at most " + most + " may",
                     .guard = guard + (count ? ".count" : ".percent")});
    return true;
}

void judge_max_updates(Review& review) {
    const Plan& plan = review.plan();
    const Guards& guards = review.guards();
    std::map<std::string_view, Indices> of_kind;
    Indices all;
    for (const auto& [customer, steps] : review.by_customer()) {
        const Indices changed = updating(review, steps);
        const auto judged = plan.judged_by_customer.find(customer);
        const std::size_t live = judged == plan.judged_by_customer.end() ? 0 : judged->second;
        if (hold_against(review, changed, live, guards.updates_of_customer,
                         objects(changed, "customer " + std::string(customer)),
                         "max_updates.customer")) {
            continue;
        }
        for (const std::size_t i : changed)
            of_kind[review.step(i).kind().name].push_back(i);
        all.insert(all.end(), changed.begin(), changed.end());
    }
    std::size_t live = 0;
    for (const auto& [kind, count] : plan.judged_live) {
        live += count;
        const Indices& steps = of_kind[kind];
        if (steps.empty()) continue;
        hold_against(review, steps, count, guards.updates_of_kind,
                     review.step(steps.front()).kind().counted(steps.size()), "max_updates.kind");
    }
    const Indices left = updating(review, all);
    hold_against(review, left, live, guards.updates_of_run, objects(left, "the run"),
                 "max_updates.run");
}

} // namespace

const Rule updates_rule = {"max_updates", judge_max_updates};

} // namespace tenantry::planner
