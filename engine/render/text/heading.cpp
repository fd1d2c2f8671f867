#include "engine/render/text/heading.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

namespace tenantry::render {

std::string heading(std::string_view symbol, Color color, std::string_view kind,
                    const Address& address, Position position, const Sources& sources,
                    Style style) {
    std::string text = fmt::format("{} {}  {}", paint(symbol, color, style),
                                   paint(printable(address.text()), Color::bold, style), kind);
    if (position.known()) {
        Position line = position;
        line.column = 0;
        text += paint(", " + printable(sources.describe(line)), Color::dim, style);
    }
    return text + "\n";
}

} // namespace tenantry::render
