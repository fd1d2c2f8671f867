#include "engine/base/characters.hpp"

#include "engine/base/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <utility>

namespace tenantry {
namespace {

/// Places that Unicode keeps free for more characters that nobody sees.
bool is_kept_for_unseen(char32_t c) {
    return c == 0x2065 || (c >= 0xfff0 && c <= 0xfff8) || (c >= 0xe0000 && c <= 0xe0fff);
}

} // namespace

bool is_unseen(char32_t c) {
    // Variation selectors that emoji are written with.
    if (c >= 0xfe00 && c <= 0xfe0f) return false;
    const utf8proc_property_t* const facts =
        utf8proc_get_property(static_cast<utf8proc_int32_t>(c));
    switch (facts->category) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return true;
    default: return facts->ignorable != 0 || is_kept_for_unseen(c);
    }
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = code_point_at(text, i);
        // A byte that is no UTF-8 is shown as one sign.
        const bool valid = point.length > 0;
        const int columns =
            valid ? utf8proc_charwidth(static_cast<utf8proc_int32_t>(point.value)) : 1;
        width += static_cast<std::size_t>(std::max(0, columns));
        i += valid ? point.length : 1;
    }
    return width;
}

std::string plain_letters(std::string_view text) {
    constexpr auto how = static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                                                        UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
    utf8proc_uint8_t* mapped = nullptr;
    const utf8proc_ssize_t length =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                     static_cast<utf8proc_ssize_t>(text.size()), &mapped, how);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
    if (length < 0) return {};
    const std::string folded(reinterpret_cast<const char*>(mapped),
                             static_cast<std::size_t>(length));
    // Letters of which Unicode says that they are made of nothing else.
    constexpr std::pair<std::string_view, std::string_view> others[] = {
        {"æ", "ae"}, {"œ", "oe"}, {"ø", "o"},  {"ł", "l"},
        {"đ", "d"},  {"ð", "d"},  {"þ", "th"}, {"ı", "i"}};
    std::string plain;
    for (std::size_t i = 0; i < folded.size();) {
        const std::string_view rest = std::string_view(folded).substr(i);
        const auto found = std::ranges::find_if(
            others, [&](const auto& other) { return rest.starts_with(other.first); });
        if (found == std::end(others)) {
            plain += folded[i++];
        } else {
            plain += found->second;
            i += found->first.size();
        }
    }
    return plain;
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
