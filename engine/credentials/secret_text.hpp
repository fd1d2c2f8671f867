// What a secret looks like: which text can be a key, and which words of a program's message could
// be one and are not repeated.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tenantry::credentials {

/// A credential is a line; more than this is not one.
constexpr std::size_t largest_secret = 4096;

/// The first line, without blanks at its end.
std::string first_line(std::string_view text);

/// Whether a header can carry it: visible ASCII without blanks, of a length that keys have.
bool can_be_secret(std::string_view text);

/// What a program said, in one line and cut to a length, as far as it may stand in a message: words
/// that could be a secret are "***". Nothing is left of a text that holds `secret` or a helper's
/// answer.
std::string without_secrets(std::string_view said, std::string_view secret);

} // namespace tenantry::credentials
