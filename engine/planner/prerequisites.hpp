// Which resources a resource needs besides its parent: those in the same parent whose kinds
// Kind::needs names.
#pragma once

#include "engine/model/kind.hpp"
#include "engine/model/resource.hpp"

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace tenantry::planner {

/// Built once for a plan, in linear time; refers to the Desired it was made from.
class Prerequisites {
public:
    Prerequisites(const KindTable& kinds, const Desired& desired);

    /// Those in the same parent: indices in Desired::resources, in their order.
    std::vector<std::size_t> beside(std::size_t index) const;

private:
    using SiblingPlace = std::pair<std::size_t, const Kind*>; // parent, kind

    const KindTable& kinds_;
    const Desired& desired_;
    std::map<SiblingPlace, std::vector<std::size_t>>
        needed_; // only of kinds that another one needs
};

} // namespace tenantry::planner
