#include "engine/render/text/heading.hpp"

#include "engine/base/text.hpp"
#include "engine/render/text/wrap.hpp"

#include <fmt/core.h>

namespace tenantry::render {

std::string heading(std::string_view symbol, Color color, std::string_view kind,
                    const Address& address, Position position, const Sources& sources,
                    Style style) {
    return heading(symbol, color, kind, printable(address.text()), position, sources, style, 0);
}

std::string heading(std::string_view symbol, Color color, std::string_view kind,
                    const std::string& name, Position position, const Sources& sources, Style style,
                    std::size_t indent) {
    std::string text = fmt::format("{:{}}{} {}  {}", "", indent, paint(symbol, color, style),
                                   paint(name, Color::bold, style), kind);
    if (position.known()) {
        Position line = position;
        line.column = 0;
        text += paint(", " + printable(sources.describe(line)), Color::dim, style);
    }
    return wrapped(text, 0, indent + 4, style) + "\n";
}

std::string within_customer(const Address& address) {
    const std::string& text = address.text();
    const std::size_t slash = text.find('/');
    return printable(slash == text.npos ? text : text.substr(slash + 1));
}

} // namespace tenantry::render
