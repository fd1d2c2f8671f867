#include "engine/render/text/table.hpp"

#include "engine/base/characters.hpp"
#include "engine/render/text/wrap.hpp"

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

/// Where a last column goes on: below itself, unless hardly a word has room there.
std::size_t goes_on_at(const Table& table, std::size_t column, Style style) {
    constexpr std::size_t least_room = 16;
    return column + least_room <= style.width ? column : table.indent + 4;
}

} // namespace

std::string in_columns(const Table& table, Style style) {
    const std::vector<std::size_t> widths = widths_of(table);
    std::string text;
    for (const TableRow& row : table.rows) {
        std::string line(table.indent, ' ');
        std::size_t column = table.indent;
        for (const Cell& cell : row.cells) {
            const auto i = static_cast<std::size_t>(&cell - row.cells.data());
            const bool last = i + 1 == row.cells.size();
            const std::size_t room = last ? 0 : widths[i] + gap;
            std::string padded =
                last ? wrapped(cell.text, column, goes_on_at(table, column, style), style)
                     : cell.text;
            if (!last) padded.append(room - display_width(cell.text), ' ');
            line += paint(padded, cell.color, style);
            column += room;
        }
        text += paint(line, row.color, style) + "\n";
    }
    return text;
}

std::string aligned(const Lines& lines, Style style, std::size_t indent) {
    Table table{.indent = indent};
    for (const auto& [name, text] : lines)
        table.rows.push_back({.cells = {{name}, {text}}});
    return in_columns(table, style);
}

} // namespace tenantry::render
