#include "engine/planner/step_maker.hpp"

#include "engine/base/bug.hpp"
#include "engine/planner/procedure.hpp"
#include "engine/planner/risks.hpp"

#include <array>

namespace tenantry::planner {

StepMaker::StepMaker(const KindTable& kinds, const Desired& desired, const Matched& live,
                     const Prerequisites& prerequisites, ServiceUserOrder& users,
                     const TenantProgram& program)
    : kinds_(kinds), desired_(desired), live_(live.live), matches_(live.matches),
      prerequisites_(prerequisites), users_(users), program_(program),
      unfinished_(kinds, desired, live.live, live.matches),
      step_of_(desired.resources.size(), no_step) {}

void StepMaker::add(std::size_t index, Judged& judged, const Scope& scope, Plan& plan) {
    const Resource& resource = desired_.resources[index];
    if (step_of_[index] != no_step || scope.refused(resource)) return;
    std::vector<std::size_t> before = prerequisites_.beside(index);
    std::erase_if(before, [&](std::size_t other) { return !judged.needed[other]; });
    for (const std::size_t other : before)
        add(other, judged, scope, plan);
    Step step{.change = std::move(*judged.changes[index])};
    step.calls = resource.kind->writing.calls(step.change);
    if (step.calls.empty()) bug("no call carries out the change of " + resource.address.text());
    step.money = money_of(index, step.change);
    const bool of_zone = !resource.kind->offers_path().empty();
    const bool known = program_.source != TenantProgram::Evidence::unread;
    if (of_zone && known && !step.change.ordered_as.empty()) plan.program = program_;
    step.finishes = unfinished_.is_finished_by(step.change, index);
    bind(index, step);
    for (const std::size_t other : before)
        step.waits_for.push_back(step_of_[other]);
    add_risks(step, kinds_, live_);
    step.procedure = procedure_of(step, kinds_, live_);
    step.procedure.until_editable = resource.kind->can_be_locked() && !before.empty();
    step_of_[index] = plan.steps.size();
    users_.note(index, plan.steps.size());
    plan.steps.push_back(std::move(step));
}

std::optional<Money> StepMaker::money_of(std::size_t index, const Change& change) const {
    // What is published has no prices, but what plans include.
    const std::array<PriceList, 3> lists = {
        {{"api", live_.sold_to(matches_.root_id(desired_, index))},
         {"prices", desired_.prices},
         {"published", live_.published}}};
    return desired_.resources[index].kind->money(change, lists);
}

void StepMaker::bind(std::size_t index, Step& step) const {
    const Resource& resource = desired_.resources[index];
    if (step.change.live != nullptr) {
        step.bindings.push_back({std::string(resource.kind->name), step.change.live->id});
    }
    for (std::size_t above = resource.parent; above != Resource::none;
         above = desired_.resources[above].parent) {
        bind_above(above, step);
    }
    const std::size_t user = users_.user_of(index);
    if (user != no_step && step_of_[user] != no_step) step.waits_for.push_back(step_of_[user]);
    // Its name sorts a membership before what is written in the lane that it opens.
    const std::size_t entry = users_.entry_to(index);
    if (entry != no_step) step.begins_after.push_back(entry);
}

void StepMaker::bind_above(std::size_t above, Step& step) const {
    const std::string slot(desired_.resources[above].kind->name);
    const Match& match = matches_.of[above];
    if (match.live != nullptr) {
        step.bindings.push_back({slot, match.live->id});
        return;
    }
    if (step_of_[above] == no_step) bug("a step waits for one that is not in the plan");
    step.bindings.push_back({slot, "", step_of_[above]});
    // The nearest: what it lies in itself, that one waits for.
    if (step.waits_for.empty()) step.waits_for.push_back(step_of_[above]);
}

} // namespace tenantry::planner
