// Where a field belongs that is not known where it stands: beside it further down, elsewhere in its
// document, in a document of another kind, or nowhere, because it is not managed.
#pragma once

#include "engine/model/schema.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tenantry::manifest {

/// A kind of document and its schema.
using DocumentSchema = std::pair<std::string_view, const Schema*>;

/// A field that stands in the wrong place: its name, and the type of its value as schemas call it.
struct Stray {
    std::string_view name = {};
    std::string_view type = {};
};

/// What to do about an unknown field of `here`, which lies in the first of `documents`; "" when no
/// field of that name takes a value of that type.
std::string hint_of_place(const Stray& stray, const Schema& here,
                          std::span<const DocumentSchema> documents);

} // namespace tenantry::manifest
