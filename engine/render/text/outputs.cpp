#include "engine/render/output_rows.hpp"
#include "engine/render/render.hpp"
#include "engine/render/text/table.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::render {
namespace {

/// Blanks at the end of a line are none of a value's.
void trim(OutputRow& row) {
    while (!row.empty()) {
        row.back().erase(row.back().find_last_not_of(' ') + 1);
        if (!row.back().empty()) return;
        row.pop_back();
    }
}

} // namespace

std::string outputs(const Kind& kind, std::span<const Listing> listings, Style style) {
    Table table;
    for (OutputRow& row : output_rows(kind, listings)) {
        trim(row);
        TableRow shown{.color = table.rows.empty() ? Color::bold : Color::none};
        for (std::string& value : row)
            shown.cells.push_back({std::move(value)});
        table.rows.push_back(std::move(shown));
    }
    return fmt::format("{}\n{}\n", in_columns(table, style), outputs_summary(kind, listings));
}

std::string outputs_summary(const Kind& kind, std::span<const Listing> listings) {
    const auto missing = std::ranges::count(listings, nullptr, &Listing::live);
    return fmt::format("{}, {} missing.", kind.counted(listings.size()), missing);
}

} // namespace tenantry::render
