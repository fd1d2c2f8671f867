// One line of `show --outputs`: what the API has decided about something that the manifests name,
// for handing to the customer whose it is.
#pragma once

#include "engine/model/live.hpp"
#include "engine/model/resource.hpp"

#include <string>

namespace tenantry {

struct Listing {
    const Resource* resource = nullptr;
    std::string parent = {};          // the name of the account it lies in, as the user wrote it
    std::string name = {};            // its own, the same
    const LiveObject* live = nullptr; // null: it is not live yet
};

} // namespace tenantry
