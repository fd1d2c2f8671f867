#include "tests/fuzz/harness.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/text.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

// Stands in for the engine's: that one leaves without a trace, and libFuzzer would not keep the
// input.
void tenantry::bug(std::string_view what, std::source_location where) {
    fuzz::claim(false, what, where);
    std::abort();
}

namespace tenantry::fuzz {
namespace {

bool drives_terminal(char32_t point) {
    const bool control = (point < 0x20 && point != U'\n') || (point >= 0x7f && point < 0xa0);
    const bool turns = point == 0x61c || point == 0x200e || point == 0x200f ||
                       (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    const bool hides = point == 0x200b || point == 0x2028 || point == 0x2029 || point == 0xfeff;
    return control || turns || hides;
}

} // namespace

void claim(bool holds, std::string_view what, std::source_location where) {
    if (holds) return;
    std::fprintf(stderr, "%s:%u: this does not hold: %.*s\n", where.file_name(), where.line(),
                 static_cast<int>(what.size()), what.data());
    std::abort();
}

void claim_printable(std::string_view shown, std::source_location where) {
    for (std::size_t at = 0; at < shown.size();) {
        const CodePoint point = code_point_at(shown, at);
        claim(point.length > 0, "the text shown is UTF-8", where);
        claim(!drives_terminal(point.value), "the text shown cannot drive a terminal", where);
        at += point.length;
    }
}

std::vector<Section> sections_of(std::string_view input) {
    std::vector<Section> sections(1);
    std::size_t begin = 0; // of the body of the last section
    for (std::size_t line = 0; line < input.size();) {
        const std::size_t end = std::min(input.find('\n', line), input.size());
        const std::size_t next = std::min(end + 1, input.size());
        if (input.substr(line, end - line).starts_with("== ")) {
            sections.back().body = input.substr(begin, line - begin);
            sections.push_back({.title = std::string(input.substr(line + 3, end - line - 3))});
            begin = next;
        }
        line = next;
    }
    sections.back().body = input.substr(begin);
    if (sections.size() > 1 && sections.front().body.empty()) sections.erase(sections.begin());
    return sections;
}

} // namespace tenantry::fuzz
