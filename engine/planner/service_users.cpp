#include "engine/planner/service_users.hpp"

namespace tenantry::planner {

bool has_key(const Kind& kind, const KindTable& kinds) {
    return kinds.service_users() != nullptr && kinds.service_users()->is_user(kind);
}

ServiceUserOrder::ServiceUserOrder(const KindTable& kinds, const Desired& desired)
    : kinds_(kinds), desired_(desired) {
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const Resource& resource = desired.resources[i];
        if (has_key(*resource.kind, kinds)) users_.emplace(resource.address.customer(), i);
    }
}

std::size_t ServiceUserOrder::user_of(std::size_t index) const {
    const ServiceUsers* users = kinds_.service_users();
    const Resource& resource = desired_.resources[index];
    if (users == nullptr || !users->is_membership(*resource.kind)) return Resource::none;
    const auto found = users_.find(resource.address.customer());
    return found == users_.end() ? Resource::none : found->second;
}

void ServiceUserOrder::note(std::size_t index, std::size_t step) {
    if (user_of(index) != Resource::none) entries_[desired_.resources[index].parent] = step;
}

std::size_t ServiceUserOrder::entry_to(std::size_t index) const {
    const Resource& resource = desired_.resources[index];
    if (resource.parent == Resource::none || resource.kind->runs != Runs::as_customer)
        return Resource::none;
    const auto found = entries_.find(desired_.root_of(index));
    return found == entries_.end() ? Resource::none : found->second;
}

} // namespace tenantry::planner
