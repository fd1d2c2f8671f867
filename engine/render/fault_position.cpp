#include "engine/render/fault_position.hpp"

#include "engine/model/explain.hpp"

namespace tenantry::render {

Position fault_position(const Step& step, const std::optional<Fault>& fault) {
    const Resource& resource = *step.change.resource;
    if (!fault) return resource.position;
    return position_of(resource, fault->field);
}

} // namespace tenantry::render
