#include "engine/planner/prerequisites.hpp"

#include <set>

namespace tenantry::planner {

Prerequisites::Prerequisites(const KindTable& kinds, const Desired& desired)
    : kinds_(kinds), desired_(desired) {
    std::set<const Kind*> wanted;
    for (const Kind* kind : kinds.kinds()) {
        for (const std::string_view name : kind->needs)
            wanted.insert(kinds.find(name));
    }
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const Resource& resource = desired.resources[i];
        if (wanted.contains(resource.kind)) needed_[{resource.parent, resource.kind}].push_back(i);
    }
}

std::vector<std::size_t> Prerequisites::beside(std::size_t index) const {
    const Resource& resource = desired_.resources[index];
    std::vector<std::size_t> result;
    for (const std::string_view name : resource.kind->needs) {
        const auto found = needed_.find({resource.parent, kinds_.find(name)});
        if (found == needed_.end()) continue;
        result.insert(result.end(), found->second.begin(), found->second.end());
    }
    return result;
}

} // namespace tenantry::planner
