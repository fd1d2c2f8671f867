#include "engine/manifest/yaml/text.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>

namespace tenantry::manifest {
namespace {

constexpr std::string_view blanks = " \t\r";

bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return text.substr(0, 0);
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

std::string_view without_comment(std::string_view line) {
    for (std::size_t i = line.find('#'); i != std::string_view::npos; i = line.find('#', i + 1)) {
        if (i == 0 || blanks.contains(line[i - 1])) return line.substr(0, i);
    }
    return line;
}

// Characters that YAML forbids, and those at which readers of YAML 1.1 and 1.2 part ways: 1.1 ends
// a line at U+0085, U+2028 and U+2029.
bool is_forbidden(char32_t c) {
    if (c < 0x20) return c != '\t' && c != '\n' && c != '\r';
    return (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff || c == 0xfffe ||
           c == 0xffff;
}

Diagnostic mistake(std::string summary, std::string hint, Position position) {
    return {.code = "yaml.encoding",
            .summary = std::move(summary),
            .hint = std::move(hint),
            .position = position};
}

Diagnostic forbidden_character(char32_t c, std::string_view bytes, Position position) {
    if (c == 0) {
        return mistake("a NUL byte", "save the file as UTF-8 text, not UTF-16", position);
    }
    if (c == 0xfeff) {
        return mistake("a byte-order mark within the file",
                       "remove it: it is invisible, but becomes part of the text", position);
    }
    if (c == '\r') {
        return mistake("a carriage return that ends no line",
                       "end lines with LF or CRLF, or write \"\\r\" within double quotes",
                       position);
    }
    return mistake("the control character " + in_quotes(bytes),
                   "remove it, or write it as an escape within double quotes", position);
}

// The part of a text that readers agree on without decoding it: printable ASCII and line ends.
bool is_ordinary(char c) { return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\t'; }

} // namespace

Position Places::at(std::size_t offset) {
    offset = std::min(offset, text_.size());
    if (offset < offset_) go_back_to(offset);
    for (; offset_ < offset; ++offset_) {
        if (text_[offset_] == '\n') {
            ++line_;
            column_ = 1;
        } else if (begins_code_point(text_[offset_])) {
            ++column_;
        }
    }
    return {source_, line_, column_};
}

void Places::go_back_to(std::size_t offset) {
    const std::size_t begin = begin_of_line(text_, offset);
    const std::string_view passed = text_.substr(begin, offset_ - begin);
    line_ -= static_cast<std::uint32_t>(std::ranges::count(passed, '\n'));
    column_ = 1;
    offset_ = begin;
}

std::string_view without_mark(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    return text;
}

std::optional<Diagnostic> encoding_mistake(std::string_view text, Places& places) {
    constexpr std::array<std::string_view, 3> marks = {"\xff\xfe", "\xfe\xff",
                                                       std::string_view("\0\0\xfe\xff", 4)};
    for (const std::string_view mark : marks) {
        if (text.starts_with(mark)) {
            return mistake("the file is not UTF-8, but begins like UTF-16 or UTF-32",
                           "save it as UTF-8", places.at(0));
        }
    }
    for (std::size_t i = 0; i < text.size();) {
        if (is_ordinary(text[i])) {
            ++i;
            continue;
        }
        const CodePoint point = code_point_at(text, i);
        if (point.length == 0) {
            return mistake(fmt::format("the byte {} is not UTF-8", in_quotes(text.substr(i, 1))),
                           "save the file as UTF-8", places.at(i));
        }
        const bool ends_line = point.value == '\r' && text.substr(i).starts_with("\r\n");
        if (is_forbidden(point.value) || (point.value == '\r' && !ends_line)) {
            return forbidden_character(point.value, text.substr(i, point.length), places.at(i));
        }
        i += point.length;
    }
    return std::nullopt;
}

std::size_t begin_of_line(std::string_view text, std::size_t offset) {
    if (offset == 0) return 0;
    const std::size_t end = text.rfind('\n', offset - 1);
    return end == std::string_view::npos ? 0 : end + 1;
}

std::string_view line_around(std::string_view text, std::size_t offset) {
    offset = std::min(offset, text.size());
    const std::size_t begin = begin_of_line(text, offset);
    std::string_view line = text.substr(begin, text.find('\n', offset) - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::string_view words_before(std::string_view text, std::size_t offset) {
    for (std::size_t end = std::min(offset, text.size());;) {
        const std::size_t begin = begin_of_line(text, end);
        const std::string_view words = trimmed(without_comment(text.substr(begin, end - begin)));
        if (!words.empty() || begin == 0) return words;
        end = begin - 1;
    }
}

bool colon_before(std::string_view text, std::size_t offset) {
    // Nearly always so, and it spares long lines.
    const std::size_t last = text.substr(0, offset).find_last_not_of(" \t\r\n");
    if (last != std::string_view::npos && text[last] == ':') return true;
    const std::string_view words = words_before(text, offset);
    if (words.empty()) return false;
    // What looks like a comment may be part of a quoted key: "a #1": ...
    const auto begin = static_cast<std::size_t>(words.data() - text.data());
    const std::size_t end = std::min(text.find('\n', begin), offset);
    return words.ends_with(':') || trimmed(text.substr(begin, end - begin)).ends_with(':');
}

std::optional<std::size_t> dash_before(std::string_view text, std::size_t offset) {
    const std::string_view words = words_before(text, offset);
    const std::size_t dash = words.substr(0, words.find_first_not_of("- ")).rfind('-');
    if (dash == std::string_view::npos) return std::nullopt;
    return static_cast<std::size_t>(words.data() - text.data()) + dash;
}

std::optional<std::size_t> directive_before(std::string_view text, std::size_t offset) {
    const std::string_view words = words_before(text, offset);
    if (!words.starts_with('%')) return std::nullopt;
    const auto begin = static_cast<std::size_t>(words.data() - text.data());
    return begin == begin_of_line(text, begin) ? std::optional(begin) : std::nullopt;
}

bool marker_at(std::string_view text, std::size_t offset, std::string_view marker) {
    if (offset != begin_of_line(text, offset)) return false;
    if (!text.substr(offset).starts_with(marker)) return false;
    const std::string_view rest = text.substr(offset + marker.size());
    return rest.empty() || blanks.contains(rest.front()) || rest.front() == '\n';
}

std::size_t end_of_quoted(std::string_view text, std::size_t offset) {
    const char quote = text[offset];
    for (std::size_t i = offset + 1; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\') {
            ++i;
        } else if (text[i] == quote) {
            if (quote == '"' || i + 1 >= text.size() || text[i + 1] != quote) return i + 1;
            ++i;
        }
    }
    return std::string_view::npos;
}

} // namespace tenantry::manifest
