#include "engine/render/fields.hpp"

#include "engine/base/text.hpp"

#include <algorithm>

namespace tenantry::render {

std::string aligned(const Lines& lines) {
    std::size_t width = 0;
    for (const auto& [name, text] : lines)
        width = std::max(width, code_points(name));
    std::string result;
    for (const auto& [name, text] : lines) {
        result += "    " + name + std::string(width - code_points(name) + 2, ' ') + text + "\n";
    }
    return result;
}

void add_fields(Lines& lines, std::span<const FieldChange> fields, bool create, Position resource,
                const Sources& sources, Style style) {
    for (const FieldChange& field : fields) {
        std::string text = create ? paint(shown(field.as_written()), Color::green, style)
                                  : paint(shown(field.before), Color::red, style) + " -> " +
                                        paint(shown(field.as_written()), Color::green, style);
        // A new resource stands together in its file; a value from a profile stands elsewhere.
        const bool say = !create || field.position.source != resource.source;
        if (say && field.position.known()) {
            Position line = field.position;
            line.column = 0;
            text += paint("  (" + printable(sources.describe(line)) + ")", Color::dim, style);
        }
        lines.emplace_back(printable(field.path), text);
    }
}

Json fields_json(std::span<const FieldChange> fields, const Sources& sources) {
    JsonArray list;
    for (const FieldChange& field : fields) {
        list.push_back(Json::object({{"field", field.path},
                                     {"before", field.before},
                                     {"after", field.as_written()},
                                     {"position", position_json(field.position, sources)}}));
    }
    return Json(std::move(list));
}

} // namespace tenantry::render
