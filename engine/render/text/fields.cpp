#include "engine/render/text/fields.hpp"

#include "engine/base/text.hpp"
#include "engine/render/by_member.hpp"

#include <fmt/core.h>

namespace tenantry::render {

std::string shown_before(const FieldChange& field) {
    const Json hidden("(not shown)");
    const Json before = field.before_shown(hidden);
    return before == hidden ? *hidden.text() : shown(before);
}

std::string place_of(const FieldChange& field, const Sources& sources, Style style) {
    if (!field.position.known()) return {};
    Position line = field.position;
    line.column = 0;
    return paint(fmt::format("  ({})", printable(sources.describe(line))), Color::dim, style);
}

void add_fields(Lines& lines, std::span<const FieldChange> fields, bool create, Position resource,
                const Sources& sources, Style style) {
    for (const FieldChange& field : by_member(fields)) {
        std::string text = paint(shown(field.as_written()), Color::green, style);
        if (!create)
            text = fmt::format("{} -> {}", paint(shown_before(field), Color::red, style), text);
        // A new resource stands together in its file; what a default gives stands elsewhere.
        const bool at_header =
            field.position.source == resource.source && field.position.line == resource.line;
        if (!create || (field.inherited && !at_header)) text += place_of(field, sources, style);
        lines.emplace_back(printable(field.path), text);
    }
}

} // namespace tenantry::render
