#include "engine/render/fields.hpp"

#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"
#include "engine/model/canonical.hpp"

#include <algorithm>

namespace tenantry::render {

std::string aligned(const Lines& lines) {
    std::size_t width = 0;
    for (const auto& [name, text] : lines)
        width = std::max(width, display_width(name));
    std::string result;
    for (const auto& [name, text] : lines) {
        result.append("    ").append(name).append(width - display_width(name) + 2, ' ');
        result.append(text).append("\n");
    }
    return result;
}

namespace {

bool same(const Json& a, const Json& b) {
    if (a == b) return true;
    const Schema any;
    return same_value(a, b, any);
}

/// `before` may have more members than `after`: those that nobody wrote stay as they are.
void add_members(const FieldChange& field, std::vector<FieldChange>& result) {
    const bool maps = field.before.members() != nullptr && field.after.members() != nullptr;
    if (!maps) return result.push_back(field);
    for (const auto& [name, after] : *field.after.members()) {
        const Json* before = field.before.find(name);
        if (before != nullptr && same(*before, after)) continue;
        const Json* written = field.written.find(name);
        FieldChange member = field;
        member.path += "." + name;
        member.before = before == nullptr ? Json() : *before;
        member.after = after;
        // A variable in another member is none of this one's.
        member.written = written == nullptr || *written == after ? Json() : *written;
        add_members(member, result);
    }
}

} // namespace

std::vector<FieldChange> by_member(std::span<const FieldChange> fields) {
    std::vector<FieldChange> result;
    for (const FieldChange& field : fields)
        add_members(field, result);
    return result;
}

std::string shown_before(const FieldChange& field) {
    const Json hidden("(not shown)");
    const Json before = field.before_shown(hidden);
    return before == hidden ? *hidden.text() : shown(before);
}

std::string place_of(const FieldChange& field, const Sources& sources, Style style) {
    if (!field.position.known()) return {};
    Position line = field.position;
    line.column = 0;
    return paint("  (" + printable(sources.describe(line)) + ")", Color::dim, style);
}

void add_fields(Lines& lines, std::span<const FieldChange> fields, bool create, Position resource,
                const Sources& sources, Style style) {
    for (const FieldChange& field : by_member(fields)) {
        std::string text = create ? paint(shown(field.as_written()), Color::green, style)
                                  : paint(shown_before(field), Color::red, style) + " -> " +
                                        paint(shown(field.as_written()), Color::green, style);
        // A new resource stands together in its file; what a default gives stands elsewhere.
        const bool at_header =
            field.position.source == resource.source && field.position.line == resource.line;
        if (!create || (field.inherited && !at_header)) text += place_of(field, sources, style);
        lines.emplace_back(printable(field.path), text);
    }
}

std::string left_out(const Plan& plan) {
    if (plan.fields_left_out == 0) return {};
    return " " + counted(plan.fields_left_out, "field") + " left out because of errors.";
}

Json texts_json(std::span<const std::string> texts) {
    JsonArray list;
    for (const std::string& text : texts)
        list.emplace_back(text);
    return Json(std::move(list));
}

Json fields_json(std::span<const FieldChange> fields, const Sources& sources) {
    JsonArray list;
    for (const FieldChange& field : by_member(fields)) {
        list.push_back(Json::object({{"field", field.path},
                                     {"before", field.before_shown()},
                                     {"before_hidden", field.hides_before()},
                                     {"after", field.as_written()},
                                     {"position", position_json(field.position, sources)}}));
    }
    return Json(std::move(list));
}

} // namespace tenantry::render
