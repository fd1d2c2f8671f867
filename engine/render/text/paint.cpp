#include "engine/render/text/paint.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/text.hpp"

#include <fmt/core.h>

namespace tenantry::render {
namespace {

std::string_view code(Color color) {
    switch (color) {
    case Color::none: return "";
    case Color::red: return "\x1b[31m";
    case Color::green: return "\x1b[32m";
    case Color::yellow: return "\x1b[33m";
    case Color::cyan: return "\x1b[36m";
    case Color::bold: return "\x1b[1m";
    case Color::dim: return "\x1b[2m";
    }
    bug("color out of range");
}

/// The value with the things of a catalogue, which are read with id and name, by their names: as
/// manifests have them.
Json by_name(const Json& value) {
    if (const JsonArray* items = value.items()) {
        JsonArray result;
        for (const Json& item : *items)
            result.push_back(by_name(item));
        return Json(std::move(result));
    }
    const JsonObject* members = value.members();
    if (members == nullptr) return value;
    const std::string_view id = value.text_of("id");
    const std::string_view name = value.text_of("name");
    const bool named = !id.empty() || !name.empty();
    if (members->size() == 2 && value.find("id") != nullptr && named)
        return Json(name.empty() ? id : name);
    Json result = Json::object();
    for (const auto& [key, member] : *members)
        result.append(key, by_name(member));
    return result;
}

} // namespace

std::string paint(std::string_view text, Color color, Style style) {
    if (!style.color || color == Color::none) return std::string(text);
    return fmt::format("{}{}\x1b[0m", code(color), text);
}

std::string shown(const Json& value) {
    return value.is_null() ? "(none)" : printable(to_text(by_name(value)));
}

} // namespace tenantry::render
