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

/// The path of the field `name` below a schema, as "accounts[].zones"; "" when there is none. The
/// nearest to the root wins.
std::string path_of_field(std::string_view name, const Schema& schema);

/// What to do about an unknown field `name` of `here`, which lies in the first of `documents`; ""
/// when it is known nowhere.
std::string hint_of_place(std::string_view name, const Schema& here,
                          std::span<const DocumentSchema> documents);

} // namespace tenantry::manifest
