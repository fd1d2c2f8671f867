#include "engine/render/csv/row.hpp"

#include "engine/base/text.hpp"

#include <algorithm>

namespace tenantry::render {
namespace {

/// The text with an apostrophe before whatever a spreadsheet would take for a formula: names come
/// from people, and the file goes to others. What separates the cells is a setting of the country
/// the reader sits in, so a cell may begin behind each of these; and behind a quote, of which not
/// every reader knows where it ends.
std::string without_formulas(std::string_view text) {
    constexpr std::u32string_view formula = U"=+-@\uff1d\uff0b\uff0d\uff20";
    constexpr std::u32string_view separators = U",;|\"";
    constexpr std::u32string_view passed_over = U" \u00a0\u3000";
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

std::string csv_row(std::span<const std::string> cells) {
    std::vector<std::string> fields;
    fields.reserve(cells.size());
    for (const std::string& cell : cells)
        fields.push_back(csv_field(cell));
    return join(fields, ",") + "\r\n";
}

} // namespace tenantry::render
