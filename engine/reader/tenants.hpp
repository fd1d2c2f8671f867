// What the API answers about a tenant, in either of its two shapes: organizations with `id`, and
// tenants with `tenant_tag` whose units are listed at once (API reference, section 3,
// "Contradiction"). Who reads and who examines take it from here. Pure.
#pragma once

#include "engine/model/live.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tenantry::reader {

/// One tenant.
struct TenantTold {
    std::string id = {}; // "" where it cannot be read, with a doubt
    std::string name = {};
    /// Nothing where this answer does not tell them: GET /tenants/{id} does.
    std::optional<std::vector<CatalogueEntry>> units = {};
    std::vector<Doubt> of_id = {};    // what keeps its id from being read
    std::vector<Doubt> of_units = {}; // what keeps some of its units from being read
};

/// A tenant out of an item of GET /user/tenants or the result of GET /tenants/{id}; doubts name the
/// members behind `place`: "result[0].".
TenantTold tenant_told(const Json& answer, const std::string& place);

} // namespace tenantry::reader
