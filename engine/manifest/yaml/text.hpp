// The text under a YAML parser: what bytes it may hold, where an offset is, and what stands around
// one. Part of yaml.cpp's work that needs no YAML library.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/base/source.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tenantry::manifest {

/// Line and column of byte offsets. Remembers the last place, so that going forward is linear.
class Places {
public:
    Places(std::uint32_t source, std::string_view text) : source_(source), text_(text) {}
    Position at(std::size_t offset);

private:
    void go_back_to(std::size_t offset);

    std::uint32_t source_;
    std::string_view text_;
    std::size_t offset_ = 0;
    std::uint32_t line_ = 1;
    std::uint32_t column_ = 1;
};

/// The text without a UTF-8 byte-order mark in front.
std::string_view without_mark(std::string_view text);

/// What the bytes of a text must not be: not UTF-8, or characters that YAML forbids.
std::optional<Diagnostic> encoding_mistake(std::string_view text, Places& places);

/// Where the line begins that an offset is in.
std::size_t begin_of_line(std::string_view text, std::size_t offset);

/// The line around an offset, without its end.
std::string_view line_around(std::string_view text, std::size_t offset);

/// What the last line that says something says before `offset`, without blanks and comment around
/// it; empty when there is none.
std::string_view words_before(std::string_view text, std::size_t offset);

/// Whether a ':' is the last thing said before `offset`.
bool colon_before(std::string_view text, std::size_t offset);

/// Where the "-" is that begins the empty list item before `offset`.
std::optional<std::size_t> dash_before(std::string_view text, std::size_t offset);

/// The line that begins with "%" right before `offset`, comments and blank lines aside.
std::optional<std::size_t> directive_before(std::string_view text, std::size_t offset);

/// Whether the marker "---" or "..." stands at the beginning of a line.
bool marker_at(std::string_view text, std::size_t offset, std::string_view marker);

/// The offset behind the closing quote of the quoted text that begins at `offset`, or npos.
std::size_t end_of_quoted(std::string_view text, std::size_t offset);

} // namespace tenantry::manifest
