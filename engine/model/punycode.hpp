// Labels of domain names that IDNA refuses and that exist all the same, as "\u2665" in ".ws":
// written in ASCII as RFC 3492 says, without judging the characters beyond what keeps a name from
// posing as another one.
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
