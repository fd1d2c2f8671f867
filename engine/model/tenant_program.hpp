// Which partner program a tenant belongs to, and who says so. The programs themselves, and what
// they sell, are in engine/products.
#pragma once

#include <string>

namespace tenantry {

struct TenantProgram {
    enum class Evidence {
        manifest, // spec.program of the Tenant document
        offered,  // a list of rate plans that the API answered with
        live,     // what a live object is sold by
        nothing,  // nobody: the commonest is taken
        unread,   // nobody for sure, as a list could not be read: nothing is bought by it
    };
    std::string name = {};
    Evidence source = Evidence::nothing;
    std::string by = {}; // the id that tells it, or why the list could not be read

    bool operator==(const TenantProgram&) const = default;
};

} // namespace tenantry
