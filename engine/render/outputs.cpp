// What the API decided, as a table, as CSV and as JSON.
#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"
#include "engine/model/kind.hpp"
#include "engine/render/paint.hpp"
#include "engine/render/render.hpp"

#include <algorithm>

namespace tenantry::render {
namespace {

using Row = std::vector<std::string>;

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

/// The names of the columns, then a row for each listing. What is not live says so in the first
/// column of what the API decides.
std::vector<Row> rows_of(const Kind& kind, std::span<const Listing> listings) {
    Row names = {"customer", std::string(kind.parent), std::string(kind.name)};
    const std::size_t first = names.size();
    for (const std::string_view name : kind.reading.output_columns)
        names.emplace_back(name);
    std::vector<Row> rows = {std::move(names)};
    for (const Listing& listing : listings) {
        Row row = {printable(listing.resource->address.customer()), printable(listing.parent),
                   printable(listing.name)};
        for (const std::string_view name : kind.reading.output_columns) {
            row.push_back(listing.live == nullptr ? "" : cell(listing.live->outputs.find(name)));
        }
        if (listing.live == nullptr) row[first] = "missing";
        rows.push_back(std::move(row));
    }
    return rows;
}

/// The text with an apostrophe before whatever a spreadsheet would take for a formula: names come
/// from people, and the file goes to others. What separates the cells is a setting of the country
/// the reader sits in, so a cell may begin behind each of these.
std::string without_formulas(std::string_view text) {
    constexpr std::u32string_view formula = U"=+-@\uff1d\uff0b\uff0d\uff20";
    constexpr std::u32string_view separators = U",;|";
    constexpr std::u32string_view passed_over = U" \u00a0\u3000\"";
    std::string result;
    bool begins = true;
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = code_point_at(text, i);
        if (begins && formula.contains(point.value)) result += '\'';
        begins = separators.contains(point.value) || (begins && passed_over.contains(point.value));
        const std::size_t length = std::max<std::size_t>(point.length, 1);
        result += text.substr(i, length);
        i += length;
    }
    return result;
}

/// One field of RFC 4180.
std::string csv_field(const std::string& text) {
    std::string value = without_formulas(text);
    if (value.find_first_of(",\"\r\n") == std::string::npos) return value;
    std::string quoted = "\"";
    for (const char c : value)
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + "\"";
}

} // namespace

std::string outputs(const Kind& kind, std::span<const Listing> listings, Style style) {
    const std::vector<Row> rows = rows_of(kind, listings);
    std::vector<std::size_t> widths;
    for (const Row& row : rows) {
        widths.resize(row.size());
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], display_width(row[i]));
    }
    std::string text;
    for (const Row& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::size_t gap = i + 1 == row.size() ? 0 : widths[i] - display_width(row[i]) + 2;
            line += row[i] + std::string(gap, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += (&row == &rows.front() ? paint(line, Color::bold, style) : line) + "\n";
    }
    return text + "\n" + outputs_summary(kind, listings) + "\n";
}

std::string outputs_summary(const Kind& kind, std::span<const Listing> listings) {
    const auto missing = std::ranges::count(listings, nullptr, &Listing::live);
    return kind.counted(listings.size()) + ", " + std::to_string(missing) + " missing.";
}

std::string outputs_csv(const Kind& kind, std::span<const Listing> listings) {
    std::string text;
    const std::vector<Row> rows = rows_of(kind, listings);
    for (const Row& row : rows) {
        std::vector<std::string> fields;
        for (const std::string& value : row)
            fields.push_back(csv_field(value));
        text += join(fields, ",") + "\r\n";
    }
    return text;
}

Json outputs_json(const Kind& kind, std::span<const Listing> listings) {
    JsonArray list;
    for (const Listing& listing : listings) {
        Json values = Json::object();
        for (const std::string_view name : kind.reading.output_columns) {
            const Json* value =
                listing.live == nullptr ? nullptr : listing.live->outputs.find(name);
            values.set(name, value == nullptr ? Json() : *value);
        }
        list.push_back(
            Json::object({{"address", listing.resource->address.text()},
                          {"customer", listing.resource->address.customer()},
                          {"account", listing.parent},
                          {"kind", kind.name},
                          {"name", listing.name},
                          {"id", listing.live == nullptr ? Json() : Json(listing.live->id)},
                          {"missing", listing.live == nullptr},
                          {"outputs", std::move(values)}}));
    }
    return Json(std::move(list));
}

} // namespace tenantry::render
