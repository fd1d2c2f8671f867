// Which customers differ between the manifests of two times. Pure.
#pragma once

#include "engine/model/kind.hpp"
#include "engine/model/plan.hpp"
#include "engine/model/resource.hpp"

#include <set>
#include <string>
#include <vector>

namespace tenantry::since {

/// What is otherwise than it was.
struct ManifestChanges {
    std::set<std::string, std::less<>> customers = {}; // that differ, or are new
    /// What was managed then, and is not any more. What left a list that is still managed is a
    /// finding of drift, and not told.
    std::vector<Departed> departed = {};
    /// What differs of the Tenant document and is of no customer: "guards", "prices", "program".
    std::vector<std::string> of_tenant = {};
};

/// Where things stand in their files makes no difference, nor from which layer a value came.
ManifestChanges compare(const KindTable& kinds, const Desired& then, const Desired& now);

} // namespace tenantry::since
