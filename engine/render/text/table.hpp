// Text in columns, each as wide as its widest cell on a terminal: the one table of everything that
// is printed below each other.
#pragma once

#include "engine/render/text/paint.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tenantry::render {

struct Cell {
    std::string text = {};
    Color color = Color::none;
};

struct TableRow {
    std::vector<Cell> cells = {}; // those that are left away at the end take no room
    Color color = Color::none;    // of the whole line
};

struct Table {
    std::size_t indent = 0;
    std::vector<std::size_t> least = {}; // widths that columns have in any case
    std::vector<TableRow> rows = {};
};

/// A line for each row. The last column may be painted in parts; where the terminal is too narrow
/// for it, it goes on below itself.
std::string in_columns(const Table& table, Style style);

/// Lines "name   text" below a step.
using Lines = std::vector<std::pair<std::string, std::string>>;
std::string aligned(const Lines& lines, Style style, std::size_t indent = 4);

} // namespace tenantry::render
