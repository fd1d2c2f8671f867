// One row of CSV (RFC 4180), with nothing in it that a spreadsheet would run.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace tenantry::render {

/// With its end of line; the cells are printable already.
std::string csv_row(std::span<const std::string> cells);

} // namespace tenantry::render
