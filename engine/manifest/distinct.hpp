// Whether the resources of all manifests can be told apart.
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

/// That two resources would be one live object; it stands at the second's name.
Diagnostic not_distinct(const Resource& first, const Resource& second, const Schema& schema,
                        std::string summary, std::string hint);

} // namespace tenantry::manifest
