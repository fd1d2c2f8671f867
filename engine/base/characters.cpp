#include "engine/base/characters.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace tenantry {
namespace {

struct Range {
    char32_t first = 0;
    char32_t last = 0;
};

// In order. Of what Unicode calls "default ignorable" all but the sixteen variation selectors that
// emoji are written with.
constexpr Range unseen[] = {
    {0x0, 0x1f},        {0x7f, 0x9f},       {0xad, 0xad},       {0x34f, 0x34f},   {0x61c, 0x61c},
    {0x115f, 0x1160},   {0x17b4, 0x17b5},   {0x180b, 0x180f},   {0x200b, 0x200f}, {0x2028, 0x202e},
    {0x2060, 0x206f},   {0x3164, 0x3164},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0}, {0xfff0, 0xfffb},
    {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
};

} // namespace

bool is_unseen(char32_t c) {
    const auto* const range = std::ranges::lower_bound(unseen, c, {}, &Range::last);
    return range != std::end(unseen) && c >= range->first;
}

void append_utf8(std::string& text, char32_t point) {
    if (point < 0x80) {
        text += static_cast<char>(point);
        return;
    }
    const unsigned following = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    constexpr std::uint32_t first[] = {0, 0xc0, 0xe0, 0xf0};
    text += static_cast<char>(first[following] | (point >> (6 * following)));
    for (unsigned i = following; i > 0; --i)
        text += static_cast<char>(0x80U | ((point >> (6 * (i - 1))) & 0x3fU));
}

} // namespace tenantry
