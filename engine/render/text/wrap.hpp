// Lines that are no wider than the terminal. Nothing is cut off: a word that is wider than that
// stays whole, so that it can be copied.
#pragma once

#include "engine/render/render.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace tenantry::render {

/// One line of text, painted or not, broken at spaces. It begins in column `at`; what follows
/// begins in column `hanging`.
std::string wrapped(std::string_view line, std::size_t at, std::size_t hanging, Style style);

/// Each line of a text, what follows a little further in than the line begins.
std::string wrapped_lines(std::string_view text, Style style);

} // namespace tenantry::render
