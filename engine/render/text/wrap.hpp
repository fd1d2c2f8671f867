// Lines that are no wider than the terminal. Nothing is cut off: a word that is wider than that
// stays whole, so that it can be copied.
#pragma once

#include "engine/render/render.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace tenantry::render {

/// How many columns a text takes, painted or not.
std::size_t painted_width(std::string_view text);

/// One line of text, painted or not, broken at spaces. It begins in column `at`; what follows
/// begins in column `hanging`.
std::string wrapped(std::string_view line, std::size_t at, std::size_t hanging, Style style);

/// The end of a text, which is not painted: at most `room` columns, with "..." before it where
/// something is missing.
std::string end_of(std::string_view text, std::size_t room);

} // namespace tenantry::render
