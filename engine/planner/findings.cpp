#include "engine/planner/planner.hpp"

#include "engine/base/text.hpp"

#include <algorithm>

namespace tenantry::planner {

std::vector<Finding> findings(const Plan& plan) {
    std::vector<Finding> result;
    for (const Step& step : plan.steps) {
        const bool missing = step.change.action == Action::create;
        result.push_back(
            {.finding_class = missing ? FindingClass::missing : FindingClass::different,
             .kind = &step.kind(),
             .address = step.address(),
             .id = missing ? "" : step.change.live->id,
             .fields = step.change.fields,
             .reason = step.change.reason,
             .position = step.change.resource->position});
    }
    for (const Unmanaged& unmanaged : plan.unmanaged) {
        std::vector<std::pair<std::string, Json>> about;
        for (const std::string_view path : unmanaged.kind->described) {
            if (const Json* value = unmanaged.live->field(path)) about.emplace_back(path, *value);
        }
        result.push_back({.finding_class = FindingClass::unmanaged,
                          .kind = unmanaged.kind,
                          .address = unmanaged.address,
                          .id = unmanaged.live->id,
                          .about = std::move(about),
                          .reason = "no manifest names it",
                          .position = unmanaged.position});
    }
    for (const Waiting& waiting : plan.waiting) {
        if (waiting.acceptance == Acceptance::waiting) continue;
        const bool rejected = waiting.acceptance == Acceptance::rejected;
        result.push_back({.finding_class = FindingClass::different,
                          .kind = waiting.kind,
                          .address = waiting.resource->address,
                          .id = waiting.live->id,
                          .reason = rejected ? "the invitation was rejected"
                                             : "its status is " +
                                                   in_quotes(waiting.live->text_of("status")) +
                                                   ", which tenantry does not know",
                          .hint = std::string(rejected ? rejected_hint : unknown_hint),
                          .position = waiting.resource->position});
    }
    std::ranges::stable_sort(result, {}, &Finding::address);
    return result;
}

} // namespace tenantry::planner
