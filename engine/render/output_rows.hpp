// What the API decided as rows of cells, for whatever has columns.
#pragma once

#include "engine/model/kind.hpp"
#include "engine/model/listing.hpp"

#include <span>
#include <string>
#include <vector>

namespace tenantry::render {

using OutputRow = std::vector<std::string>;

/// The names of the columns, then a row for each listing. What is not live says so in the first
/// column of what the API decides.
std::vector<OutputRow> output_rows(const Kind& kind, std::span<const Listing> listings);

} // namespace tenantry::render
