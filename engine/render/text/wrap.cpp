#include "engine/render/text/wrap.hpp"

#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"

#include <algorithm>

namespace tenantry::render {
namespace {

/// The length of the change of colour that begins here, or 0.
std::size_t paint_at(std::string_view text) {
    if (!text.starts_with("\x1b[")) return 0;
    const std::size_t end = text.find('m');
    return end == text.npos ? 0 : end + 1;
}

} // namespace

std::size_t painted_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const std::size_t colour = paint_at(text);
        const std::size_t plain = colour > 0 ? 0 : std::min(text.find('\x1b', 1), text.size());
        width += display_width(text.substr(0, plain));
        text.remove_prefix(colour > 0 ? colour : plain);
    }
    return width;
}

std::string wrapped(std::string_view line, std::size_t at, std::size_t hanging, Style style) {
    if (style.width == 0 || at + painted_width(line) <= style.width) return std::string(line);
    std::string text;
    std::size_t column = at;
    bool begun = false; // a word stands in this line
    while (!line.empty()) {
        // A word with the spaces before it.
        const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
        const std::size_t end = std::min(line.find(' ', begin), line.size());
        const std::string_view word = line.substr(begin, end - begin);
        const std::size_t width = painted_width(word);
        // One that has no room below either is not moved there without need.
        const bool better_below = hanging + width <= style.width || column > hanging;
        if (begun && column + begin + width > style.width && better_below) {
            text += "\n" + std::string(hanging, ' ');
            column = hanging;
        } else {
            text.append(begin, ' ');
            column += begin;
        }
        text += word;
        column += width;
        begun = true;
        line.remove_prefix(end);
    }
    return text;
}

std::string fitted(std::string_view text, Style style) {
    std::string result;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
        result += wrapped(line, 0, indent + 4, style);
        if (end < text.size()) result += "\n";
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
}

std::string end_of(std::string_view text, std::size_t room) {
    std::size_t width = display_width(text);
    if (width <= room) return std::string(text);
    constexpr std::string_view missing = "...";
    while (!text.empty() && width + missing.size() > room) {
        const std::size_t length = std::max<std::size_t>(1, code_point_at(text, 0).length);
        width -= display_width(text.substr(0, length));
        text.remove_prefix(length);
    }
    return std::string(missing) + std::string(text);
}

std::string clipped(std::string_view line, Style style) {
    if (style.width == 0 || painted_width(line) <= style.width) return std::string(line);
    constexpr std::string_view missing = "...";
    const std::size_t room = style.width - std::min(style.width, missing.size());
    std::string text;
    std::size_t width = 0;
    while (!line.empty()) {
        std::size_t length = paint_at(line);
        if (length == 0) {
            length = std::max<std::size_t>(1, code_point_at(line, 0).length);
            width += display_width(line.substr(0, length));
            if (width > room) break;
        }
        text += line.substr(0, length);
        line.remove_prefix(length);
    }
    text += missing;
    return style.color ? text + "\x1b[0m" : text;
}

} // namespace tenantry::render
