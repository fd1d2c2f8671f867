// Single characters of Unicode: which of them nobody sees, how wide they are, and how they are
// written. What Unicode knows of each comes from utf8proc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tenantry {

/// Whether nobody sees this character where it stands, or sees it turn what stands around it:
/// control characters, marks of direction, line ends of Unicode, zero-width and tag characters.
/// With them a name can look like another one.
bool is_unseen(char32_t c);

/// How many columns of a terminal a text takes: two for a character of CJK, none for a mark that is
/// set upon the one before it.
std::size_t display_width(std::string_view text);

/// A text in lower case and without the marks of its letters: "Ärzte Café" as "arzte cafe",
/// "Straße" as "strasse". Signs that are no letters stay; "" for what is no UTF-8.
std::string plain_letters(std::string_view text);

void append_utf8(std::string& text, char32_t point);

} // namespace tenantry
