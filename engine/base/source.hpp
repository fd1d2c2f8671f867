// The texts that people wrote, kept so that an error can show the line it speaks of, and positions
// in them. A position is twelve bytes, because every field of every resource carries one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry {

/// A place in a source. Line and column count from 1; columns count code points, as editors do.
struct Position {
    static constexpr std::uint32_t nowhere = 0xffffffff;

    std::uint32_t source = nowhere;
    std::uint32_t line = 0;
    std::uint32_t column = 0;

    bool known() const { return source != nowhere; }
    auto operator<=>(const Position&) const = default;
};

/// One text with the name under which it is shown, usually the path as the user gave it.
struct Source {
    std::string name = {};
    std::string text = {};
};

/// Sources owns the texts; a Position names one of them by its number.
class Sources {
public:
    std::uint32_t add(Source source);
    std::size_t size() const { return sources_.size(); }
    const Source& operator[](std::uint32_t index) const { return sources_[index]; }

    /// The line of a position, without its end of line; empty when it is not known.
    std::string_view line(Position position) const;

    /// "manifests/acme.yaml:12:7", or "" when the position is not known.
    std::string describe(Position position) const;

private:
    std::vector<Source> sources_;
    std::vector<std::vector<std::uint32_t>> line_starts_; // of each source, so that line() is quick
};

} // namespace tenantry
