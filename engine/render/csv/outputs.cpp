#include "engine/render/csv/row.hpp"
#include "engine/render/output_rows.hpp"
#include "engine/render/render.hpp"

namespace tenantry::render {

std::string outputs_csv(const Kind& kind, std::span<const Listing> listings) {
    std::string text;
    for (const OutputRow& row : output_rows(kind, listings))
        text += csv_row(row);
    return text;
}

} // namespace tenantry::render
