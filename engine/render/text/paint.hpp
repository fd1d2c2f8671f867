// Colour, where it is wanted, and a value as text writes it.
#pragma once

#include "engine/base/json.hpp"
#include "engine/render/render.hpp"

#include <string>
#include <string_view>

namespace tenantry::render {

enum class Color { none, red, green, yellow, cyan, bold, dim };

std::string paint(std::string_view text, Color color, Style style);

/// A value as JSON on one line, made printable, with names in the place of ids; "(none)" for null.
std::string shown(const Json& value);

} // namespace tenantry::render
