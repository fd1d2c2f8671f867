#include "engine/base/text.hpp"
#include "engine/planner/guards/rule.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace tenantry::planner {
namespace {

// A percentage of a few objects says nothing.
constexpr std::size_t least_for_percent = 10;

/// Updates of one kind, one customer or the run that no other guard has refused already: those that
/// count, and how many more the plan speaks of.
struct Updates {
    Indices counting = {};
    std::size_t others = 0;
};

Updates updating(const Review& review, const Indices& steps) {
    Updates result;
    for (const std::size_t i : steps) {
        const Step& step = review.step(i);
        if (step.change.action != Action::update || !step.refused_by.empty()) continue;
        // Of a kind with one per parent there is an object from the start; one without fields is
        // none yet.
        const LiveObject* live = step.change.live;
        const bool changes = live != nullptr && !live->fields.empty();
        if (changes && !step.finishes) {
            result.counting.push_back(i);
        } else {
            ++result.others;
        }
    }
    return result;
}

std::string beside(const Updates& updates) {
    if (updates.others == 0) return {};
    return fmt::format(" ({} more to update {} what nobody has ever set)", updates.others,
                       updates.others == 1 ? "does not count: it sets" : "do not count: they set");
}

std::string objects(const Updates& updates, const std::string& whose) {
    return fmt::format("{} of {}", counted(updates.counting.size(), "live object"), whose);
}

/// Complains and refuses when these updates, `what` in words, are more than allowed of `live`
/// objects; whether they are.
bool hold_against(Review& review, const Updates& updates, std::size_t live,
                  const UpdateLimit& limit, const std::string& what, const std::string& guard) {
    const Indices& steps = updates.counting;
    const bool count = limit.count && std::cmp_greater(steps.size(), *limit.count);
    const bool percent =
        limit.percent && live >= least_for_percent &&
        std::cmp_greater(steps.size() * 100, live * static_cast<std::size_t>(*limit.percent));
    if (!count && !percent) return false;
    const std::string most = count ? std::to_string(*limit.count)
                                   : fmt::format("{} percent of {}", *limit.percent, live);
    review.together(
        updates_rule.name, "raise max_updates in the Tenant document", steps,
        {.what = fmt::format("{} would change; at most {} may{}", what, most, beside(updates)),
         .guard = guard + (count ? ".count" : ".percent")});
    return true;
}

void judge_max_updates(Review& review) {
    const Plan& plan = review.plan();
    const Guards& guards = review.guards();
    std::map<std::string_view, Updates> of_kind;
    Indices all;
    for (const auto& [customer, steps] : review.by_customer()) {
        const Updates changed = updating(review, steps);
        const auto judged = plan.judged_by_customer.find(customer);
        const std::size_t live = judged == plan.judged_by_customer.end() ? 0 : judged->second;
        if (hold_against(review, changed, live, guards.updates_of_customer,
                         objects(changed, "customer " + std::string(customer)),
                         "max_updates.customer")) {
            continue;
        }
        for (const std::size_t i : steps) {
            const Updates one = updating(review, {i});
            Updates& kind = of_kind[review.step(i).kind().name];
            kind.counting.insert(kind.counting.end(), one.counting.begin(), one.counting.end());
            kind.others += one.others;
        }
        all.insert(all.end(), steps.begin(), steps.end());
    }
    std::size_t live = 0;
    for (const auto& [kind, count] : plan.judged_live) {
        live += count;
        const Updates& updates = of_kind[kind];
        const Indices& steps = updates.counting;
        if (steps.empty()) continue;
        hold_against(review, updates, count, guards.updates_of_kind,
                     review.step(steps.front()).kind().counted(steps.size()), "max_updates.kind");
    }
    const Updates left = updating(review, all);
    hold_against(review, left, live, guards.updates_of_run, objects(left, "the run"),
                 "max_updates.run");
}

} // namespace

const Rule updates_rule = {"max_updates", judge_max_updates};

} // namespace tenantry::planner
