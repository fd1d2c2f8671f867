// Ids and names of what is live, written into the manifests that mean it: an account that is pinned
// stays the one that is meant, whatever it is called. Everything else in the files stays as it is.
#pragma once

#include "engine/manifest/manifest.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/match.hpp"
#include "engine/selection/selection.hpp"

#include <string>
#include <vector>

namespace tenantry::exporter {

/// One value that is written back.
struct Adoption {
    const Resource* resource = nullptr;
    std::string field = {};
    std::string value = {};
    std::string instead_of = {}; // the name that the manifest has; "" for what is new
    Position position = {};      // of the value that it takes the place of, or stands behind
    std::string why_not = {};    // it could not be written; "" where it is
};

struct AdoptedFile {
    std::uint32_t source = 0;
    std::string text = {};
};

struct Adopted {
    std::vector<Adoption> adoptions = {};
    std::vector<AdoptedFile> files = {}; // that are others now
};

/// What can be pinned and is not, and names that have changed where the id is written.
Adopted adopt(const KindTable& kinds, const manifest::Loaded& manifests, const Matched& live,
              const Selection& selection);

} // namespace tenantry::exporter
