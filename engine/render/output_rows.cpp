#include "engine/render/output_rows.hpp"

#include "engine/base/text.hpp"

namespace tenantry::render {
namespace {

/// A value in one cell: a list by its items.
std::string cell(const Json* value) {
    if (value == nullptr || value->is_null()) return {};
    if (const std::string* text = value->text()) return printable(*text);
    const JsonArray* items = value->items();
    if (items == nullptr) return printable(to_text(*value));
    std::vector<std::string> parts;
    for (const Json& item : *items)
        parts.push_back(cell(&item));
    return join(parts, " ");
}

} // namespace

std::vector<OutputRow> output_rows(const Kind& kind, std::span<const Listing> listings) {
    OutputRow names = {"customer", std::string(kind.parent), std::string(kind.name)};
    const std::size_t first = names.size();
    for (const std::string_view name : kind.reading.outputs)
        names.emplace_back(name);
    std::vector<OutputRow> rows = {std::move(names)};
    for (const Listing& listing : listings) {
        OutputRow row = {printable(listing.resource->address.customer()), printable(listing.parent),
                         printable(listing.name)};
        for (const std::string_view name : kind.reading.outputs) {
            row.push_back(listing.live == nullptr ? "" : cell(listing.live->outputs.find(name)));
        }
        if (listing.live == nullptr) row[first] = "missing";
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace tenantry::render
