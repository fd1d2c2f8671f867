// Small operations on text that std of g++ 12 does not have. Text is UTF-8 throughout.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tenantry {

std::string ascii_lower(std::string_view text);
/// 16 hexadecimal digits (FNV-1a) that tell texts of one run apart; nobody's secret is safe in it.
std::string fingerprint(std::string_view text);

std::string join(std::span<const std::string> parts, std::string_view separator);

/// The text in double quotes, made visible (see printable).
std::string in_quotes(std::string_view text);

/// Text from outside made safe to show on a terminal: control characters, broken UTF-8, and
/// characters that turn the direction of writing or hide themselves are shown as escapes ("\x1b",
/// "\u202e"); a newline as "\n".
std::string printable(std::string_view text);

/// "1 account", "2 accounts".
std::string counted(std::size_t count, std::string_view one, std::string_view many);
std::string counted(std::size_t count, std::string_view one);

/// One code point and the bytes it takes; length 0 at a byte that is not UTF-8.
struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;
};
CodePoint code_point_at(std::string_view text, std::size_t offset);

/// How many code points; a byte that is not UTF-8 counts as one.
std::size_t code_points(std::string_view text);

/// The first byte that is not valid UTF-8, or npos.
std::size_t first_invalid_utf8(std::string_view text);

/// Everything but the unreserved characters of RFC 3986 as %XX.
std::string percent_encode(std::string_view text);
/// What percent_encode made this of; nothing when it makes this of no text.
std::optional<std::string> percent_decode(std::string_view text);

/// Whether `text` matches `glob`: `*` stands for any characters ("/" too), `?` for one.
bool matches_glob(std::string_view text, std::string_view glob);

} // namespace tenantry
