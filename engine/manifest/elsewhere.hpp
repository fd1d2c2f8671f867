// Where a field belongs that is not known where it stands: beside it further down, elsewhere in its
// document, in a document of another kind, or nowhere, because it is not managed.
#pragma once

#include "engine/manifest/yaml/yaml.hpp"
#include "engine/model/schema.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tenantry::manifest {

/// A kind of document and its schema.
using DocumentSchema = std::pair<std::string_view, const Schema*>;

/// A field that stands in the wrong place: its name, the type of its value as schemas call it, the
/// map that it stands in, and how that is reached from the root of its document.
struct Stray {
    std::string_view name = {};
    std::string_view type = {};
    Node here;
    Node root;
    std::span<const std::string> path = {}; // "zones", "[0]", ...
};

/// What to do about an unknown field of `schema`, which lies in the first of `documents`; "" when
/// no field of that name takes a value of that type, or the one that does is written already.
std::string hint_of_place(const Stray& stray, const Schema& schema,
                          std::span<const DocumentSchema> documents);

/// What to do about a field that is something else at Cloudflare, which is not managed; or "".
std::string hint_if_unmanaged(std::string_view name);

} // namespace tenantry::manifest
