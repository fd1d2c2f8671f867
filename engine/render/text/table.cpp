#include "engine/render/text/table.hpp"

#include "engine/base/characters.hpp"

#include <algorithm>

namespace tenantry::render {
namespace {

constexpr std::size_t gap = 2;

/// Of all columns but the last, which nothing stands behind.
std::vector<std::size_t> widths_of(const Table& table) {
    std::size_t columns = 1;
    for (const TableRow& row : table.rows)
        columns = std::max(columns, row.cells.size());
    std::vector<std::size_t> widths = table.least;
    widths.resize(columns - 1);
    for (const TableRow& row : table.rows) {
        const std::size_t count = std::min(row.cells.size(), widths.size());
        for (std::size_t i = 0; i < count; ++i)
            widths[i] = std::max(widths[i], display_width(row.cells[i].text));
    }
    return widths;
}

} // namespace

std::string in_columns(const Table& table, Style style) {
    const std::vector<std::size_t> widths = widths_of(table);
    std::string text;
    for (const TableRow& row : table.rows) {
        std::string line(table.indent, ' ');
        for (const Cell& cell : row.cells) {
            const auto i = static_cast<std::size_t>(&cell - row.cells.data());
            std::string padded = cell.text;
            if (i + 1 < row.cells.size())
                padded.append(widths[i] - display_width(cell.text) + gap, ' ');
            line += paint(padded, cell.color, style);
        }
        text += paint(line, row.color, style) + "\n";
    }
    return text;
}

std::string aligned(const Lines& lines) {
    Table table{.indent = 4};
    for (const auto& [name, text] : lines)
        table.rows.push_back({.cells = {{name}, {text}}});
    return in_columns(table, {});
}

} // namespace tenantry::render
