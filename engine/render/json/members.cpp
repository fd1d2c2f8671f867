// Members of JSON objects, not people.
#include "engine/render/json/members.hpp"

#include "engine/render/by_member.hpp"

namespace tenantry::render {

Json position_json(Position position, const Sources& sources) {
    if (!position.known() || position.source >= sources.size()) return {};
    Json result = Json::object({{"file", sources[position.source].name}});
    if (position.line > 0) {
        result.set("line", static_cast<std::int64_t>(position.line));
        result.set("column", static_cast<std::int64_t>(position.column));
    }
    return result;
}

Json texts_json(std::span<const std::string> texts) {
    JsonArray list;
    for (const std::string& text : texts)
        list.emplace_back(text);
    return Json(std::move(list));
}

Json count_json(std::size_t count) { return Json(static_cast<std::int64_t>(count)); }

Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

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
