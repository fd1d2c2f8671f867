// Single characters of Unicode: which of them nobody sees, and how they are written.
#pragma once

#include <string>

namespace tenantry {

/// Whether nobody sees this character where it stands, or sees it turn what stands around it:
/// control characters, marks of direction, line ends of Unicode, zero-width and tag characters.
/// With them a name can look like another one.
bool is_unseen(char32_t c);

void append_utf8(std::string& text, char32_t point);

} // namespace tenantry
