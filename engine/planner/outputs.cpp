#include "engine/model/natural_key.hpp"
#include "engine/planner/planner.hpp"

#include <algorithm>

namespace tenantry::planner {
namespace {

/// Which resources are listed, or have something listed in them.
std::vector<bool> listed_or_above(const Desired& desired) {
    std::vector<bool> kept(desired.resources.size(), false);
    for (std::size_t i = desired.resources.size(); i-- > 0;) {
        const Resource& resource = desired.resources[i];
        if (!resource.kind->reading.outputs.empty()) kept[i] = true;
        if (kept[i] && resource.parent != Resource::none) kept[resource.parent] = true;
    }
    return kept;
}

} // namespace

Desired only_listed(const KindTable& kinds, const Desired& desired) {
    Desired result{.customers = desired.customers};
    const std::vector<bool> kept = listed_or_above(desired);
    std::vector<std::size_t> place(desired.resources.size(), Resource::none);
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        if (!kept[i]) continue;
        place[i] = result.resources.size();
        Resource& resource = result.resources.emplace_back(desired.resources[i]);
        if (resource.parent != Resource::none) resource.parent = place[resource.parent];
        const Schema& schema = kinds.schema_of(*resource.kind);
        std::erase_if(resource.fields, [&](const Field& field) {
            return schema.field(field.path)->identity == IdentityRole::none;
        });
        std::erase_if(resource.managed_lists,
                      [](const Kind* kind) { return kind->reading.outputs.empty(); });
    }
    return result;
}

std::vector<Listing> listings(const KindTable& kinds, const Desired& desired, const Matched& live,
                              const Selection& selection, const Plan& plan) {
    std::vector<Listing> result;
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const Resource& resource = desired.resources[i];
        const std::string customer(resource.address.customer());
        const bool refused = std::ranges::find(plan.refused, customer) != plan.refused.end();
        if (resource.kind->reading.outputs.empty() || refused ||
            !selection.covers(resource.address)) {
            continue;
        }
        const auto name_of = [&](const Resource& named) {
            return NaturalKey(kinds.schema_of(*named.kind)).name_of(named);
        };
        result.push_back({.resource = &resource,
                          .parent = std::string(name_of(desired.resources[resource.parent])),
                          .name = std::string(name_of(resource)),
                          .live = live.matches.of[i].live});
    }
    return result;
}

} // namespace tenantry::planner
