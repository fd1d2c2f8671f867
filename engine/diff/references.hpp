// Names and ids of things that manifests may name but not create: tenant units, roles, permission
// and resource groups. A catalogue turns what the user wrote into the id that the API wants.
#pragma once

#include "engine/base/source.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"
#include "engine/model/resource.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenantry::diff {

/// Whether a text has the form of the ids of roles and groups.
bool is_catalogue_id(std::string_view text);

/// What a name or id of a catalogue stands for.
struct Resolved {
    enum class How { found, unknown, ambiguous, not_read };
    How how = How::not_read;
    std::string id = {};
    std::vector<const CatalogueEntry*> candidates = {};
};

/// `owner` is the id of the object whose catalogue it is, "" for one of the whole tenant. What has
/// the form of an id stands for itself when the catalogue was not read, and so do the names that
/// `catalogue` knows without reading. What is missing in one that was read in part is not unknown.
Resolved look_up(std::string_view written, const Catalogue& catalogue, std::string_view owner,
                 const Live& live);

/// Why a catalogue of the whole tenant could not be read, or not all of it; null where it was.
const Fault* why_unread(const Catalogue& catalogue, const Live& live);

/// One name that a resource's fields hold, and the field.
struct Mention {
    const Catalogue* catalogue = nullptr;
    std::string written = {};
    const Field* field = nullptr;
    Position position = {};
};

/// All names that a resource's fields hold, those within lists and maps included.
std::vector<Mention> mentions(const Resource& resource, const KindTable& kinds);

} // namespace tenantry::diff
