#include "engine/base/text.hpp"
#include "engine/planner/guards/rule.hpp"

#include <fmt/core.h>

namespace tenantry::planner {
namespace {

/// What a step takes away, in words.
std::optional<Breach> taken_away(const Step& step) {
    if (!step.money || !step.money->downgrade) return std::nullopt;
    std::vector<std::string> less;
    for (const FieldChange& field : step.change.fields) {
        const std::int64_t* before = field.before.integer();
        const std::int64_t* after = field.after.integer();
        if (before == nullptr || after == nullptr || *after >= *before) continue;
        less.push_back(fmt::format("{} {} -> {}", field.path, *before, *after));
    }
    const std::string plans = fmt::format("{} -> {}", step.money->old_plan, step.money->new_plan);
    // A higher plan with fewer pieces is less of those alone.
    if (step.money->old_plan != step.money->new_plan && step.money->lower_plan)
        less.insert(less.begin(), plans);
    const std::string what = printable(join(less, ", "));
    if (step.money->perhaps_downgrade) {
        return Breach{
            .what = fmt::format("whether this is less than the customer has now is not known, "
                                "because no list of plans that tenantry knows has {}: {}",
                                printable(step.money->old_plan), what)};
    }
    return Breach{.what = "this is less than the customer has now: " + what};
}

void judge_downgrade(Review& review) { review.each_step(downgrade_rule.name, "", taken_away); }

} // namespace

const Rule downgrade_rule = {"downgrade", judge_downgrade};

} // namespace tenantry::planner
