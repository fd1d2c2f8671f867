// Labels of domain names that IDNA refuses but that exist all the same, such as "\u2665" in ".ws".
// They are written in ASCII as RFC 3492 says; their characters are checked only to keep one name
// from posing as another.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tenantry {

/// "xn--g6h" of the label of a heart; nothing where a character has no place in a label: blanks,
/// what nobody sees, and ASCII that is no letter, digit or hyphen.
std::optional<std::string> punycode_label(std::string_view label);

/// The label that a lower-case "xn--..." stands for, in UTF-8; nothing where it stands for none.
std::optional<std::string> label_of_punycode(std::string_view ascii);

} // namespace tenantry
