#include "engine/manifest/one_line.hpp"

#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/manifest/yaml/yaml.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace tenantry::manifest {
namespace {

/// Letters of any script, and signs that mean nothing to YAML where they stand inside a text.
bool is_plain_inside(CodePoint point) {
    constexpr std::string_view inside = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                        "0123456789 ._/@+-&()";
    if (point.length == 1) return inside.contains(static_cast<char>(point.value));
    return point.length > 1 && !is_unseen(point.value);
}

/// Whether a text may stand without quotes wherever a value may.
bool may_be_plain(std::string_view text) {
    if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
    if (std::string_view("-.@+/&(").contains(text.front())) return false;
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = code_point_at(text, i);
        if (!is_plain_inside(point)) return false;
        i += point.length;
    }
    return type_of_plain(text) == NodeType::text;
}

/// In double quotes, with nothing in it that a reader of the file would not see.
std::string in_double_quotes(const std::string& text) {
    const std::string as_json = to_text(Json(text));
    std::string seen;
    for (std::size_t i = 0; i < as_json.size();) {
        const CodePoint point = code_point_at(as_json, i);
        const std::size_t length = std::max<std::size_t>(1, point.length);
        if (point.length > 1 && is_unseen(point.value)) {
            const auto number = static_cast<std::uint32_t>(point.value);
            seen += number > 0xffff ? fmt::format("\\U{:08x}", number)
                                    : fmt::format("\\u{:04x}", number);
        } else {
            seen += as_json.substr(i, length);
        }
        i += length;
    }
    return seen;
}

std::string single_value(const Json& value, char quote_before) {
    const std::string* text = value.text();
    if (text == nullptr) return to_text(value);
    if (quote_before == '\0' && may_be_plain(*text)) return *text;
    const bool simple = printable(*text) == *text && !text->contains('\'');
    return quote_before == '\'' && simple ? "'" + *text + "'" : in_double_quotes(*text);
}

/// A text in which nothing is a variable.
Json escaped(const Json& value) {
    const std::string* text = value.text();
    if (text == nullptr || !text->contains("${")) return value;
    std::string written;
    for (std::size_t i = 0; i < text->size(); ++i) {
        if (text->compare(i, 2, "${") == 0) written += '$';
        written += (*text)[i];
    }
    return Json(std::move(written));
}

} // namespace

std::optional<std::string> in_one_line(const Json& value, char quote_before) {
    if (value.members() != nullptr || value.is_null()) return std::nullopt;
    if (value.text() != nullptr && value.text()->contains("${")) return std::nullopt;
    if (value.items() == nullptr) return single_value(value, quote_before);
    std::vector<std::string> items;
    for (const Json& item : *value.items()) {
        const auto written = item.items() == nullptr ? in_one_line(item, '\0') : std::nullopt;
        if (!written) return std::nullopt;
        items.push_back(*written);
    }
    return "[" + join(items, ", ") + "]";
}

std::string flow_text(const Json& value) {
    std::vector<std::string> parts;
    if (const JsonObject* members = value.members()) {
        for (const auto& [name, member] : *members)
            parts.push_back(single_value(name, '\0') + ": " + flow_text(member));
        return "{" + join(parts, ", ") + "}";
    }
    if (value.items() == nullptr) return single_value(escaped(value), '\0');
    for (const Json& item : *value.items())
        parts.push_back(flow_text(item));
    return "[" + join(parts, ", ") + "]";
}

} // namespace tenantry::manifest
