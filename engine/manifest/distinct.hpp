// Whether the resources of all manifests can be told apart (design: "Identity").
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/resource.hpp"

#include <string_view>

namespace tenantry::manifest {

/// What tells a resource apart from others of its name: its id, else its scope, else "".
std::string_view distinction(const Resource& resource, const Schema& schema);

/// Adds an error for each resource that cannot be told apart from an earlier one.
void check_distinct(const Desired& desired, const KindTable& kinds, Diagnostics& diagnostics);

/// Adds an error for each resource that is written although another one stands for the same live
/// object: a member that is the customer's service user.
void check_derived(const Desired& desired, const KindTable& kinds, Diagnostics& diagnostics);

} // namespace tenantry::manifest
