#include "engine/planner/planner.hpp"

#include "engine/base/text.hpp"
#include "engine/planner/severity.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::planner {

namespace {

/// What of a difference no plan ends before somebody mends an error.
std::string kept_out(const Change& change) {
    if (change.barred.empty()) return {};
    std::vector<std::string> paths;
    paths.reserve(change.barred.size());
    for (const FieldChange& field : change.barred)
        paths.push_back(printable(field.path));
    return fmt::format("an error keeps {} out of the plan",
                       change.fields.empty() ? "it" : join(paths, ", "));
}

Finding finding_of(const Change& change) {
    const bool missing = change.action == Action::create;
    Finding finding{.finding_class = missing ? FindingClass::missing : FindingClass::different,
                    .kind = change.resource->kind,
                    .address = change.resource->address,
                    .id = missing ? "" : change.live->id,
                    .fields = change.fields,
                    .reason = change.reason,
                    .hint = kept_out(change),
                    .position = change.resource->position};
    // What comes along with an order is no difference from a manifest.
    std::erase_if(finding.fields, [&](const FieldChange& field) {
        return change.resource->field(field.path) == nullptr;
    });
    finding.fields.insert(finding.fields.end(), change.barred.begin(), change.barred.end());
    rate(finding, change);
    return finding;
}

} // namespace

std::vector<Finding> findings(const Plan& plan) {
    std::vector<Finding> result;
    result.reserve(plan.steps.size() + plan.barred.size());
    for (const Step& step : plan.steps)
        result.push_back(finding_of(step.change));
    for (const Change& change : plan.barred)
        result.push_back(finding_of(change));
    for (const Unmanaged& unmanaged : plan.unmanaged) {
        std::vector<std::pair<std::string, Json>> about;
        for (const std::string_view path : unmanaged.kind->reading.described) {
            if (const Json* value = unmanaged.live->field(path)) about.emplace_back(path, *value);
        }
        result.push_back({.finding_class = FindingClass::unmanaged,
                          .kind = unmanaged.kind,
                          .address = unmanaged.address,
                          .id = unmanaged.live->id,
                          .about = std::move(about),
                          .reason = "no manifest names it",
                          .position = unmanaged.position});
        rate(result.back(), *unmanaged.live);
    }
    for (const Waiting& waiting : plan.waiting) {
        if (waiting.acceptance == Acceptance::waiting) continue;
        const bool rejected = waiting.acceptance == Acceptance::rejected;
        const Invitation& invitation = *waiting.kind->invitation;
        result.push_back(
            {.finding_class = FindingClass::different,
             .kind = waiting.kind,
             .address = waiting.resource->address,
             .id = waiting.live->id,
             .reason = rejected ? fmt::format("the {} was rejected", invitation.word)
                                : fmt::format("its status is {}, which tenantry does not know",
                                              in_quotes(waiting.live->text_of("status"))),
             .hint = std::string(rejected ? invitation.when_rejected : unknown_hint),
             .position = waiting.resource->position});
    }
    for (Finding& finding : result)
        finding.finding_id = finding_id_of(finding);
    std::ranges::stable_sort(result, {}, &Finding::address);
    return result;
}

} // namespace tenantry::planner
