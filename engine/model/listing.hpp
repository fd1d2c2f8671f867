// One line of `show --outputs`: what the API has decided about something that the manifests name,
// to be handed on to the customer it belongs to.
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
