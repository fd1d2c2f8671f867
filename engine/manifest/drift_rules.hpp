// What manifests say of a drift: the severities of a Tenant document, and Ignore documents. Their
// shape has been checked; what no schema can say, as a day that is in no calendar, is told here.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/manifest/yaml/yaml.hpp"
#include "engine/model/drift_rules.hpp"

#include <vector>

namespace tenantry::manifest {

/// Of `drift` in a Tenant document.
std::vector<SeverityRule> read_severities(Node drift);
Ignore read_ignore(Node root, Diagnostics& diagnostics);
/// Two of one name are an error.
void sort_by_name(std::vector<Ignore>& ignores, Diagnostics& diagnostics);

} // namespace tenantry::manifest
