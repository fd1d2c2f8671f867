// RFC 3492, section 6, with its names for the numbers.
#include "engine/model/punycode.hpp"

#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"

#include <algorithm>
#include <cstdint>

namespace tenantry {
namespace {

constexpr std::string_view prefix = "xn--";
constexpr std::uint32_t base = 36;
constexpr std::uint32_t tmin = 1;
constexpr std::uint32_t tmax = 26;
constexpr std::uint32_t skew = 38;
constexpr std::uint32_t damp = 700;
constexpr std::uint32_t initial_bias = 72;
constexpr std::uint32_t initial_n = 0x80;
// A label has at most 63 characters in ASCII, so that no sum below can overflow.
constexpr std::size_t longest_label = 63;
constexpr char32_t emoji_style = 0xfe0f; // asks for colours, and is no part of a name

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) {
    delta = first ? delta / damp : delta / 2;
    delta += delta / points;
    std::uint32_t k = 0;
    for (; delta > ((base - tmin) * tmax) / 2; k += base)
        delta /= base - tmin;
    return k + (base - tmin + 1) * delta / (delta + skew);
}

std::uint32_t threshold(std::uint32_t k, std::uint32_t bias) {
    if (k <= bias) return tmin;
    return std::min(k - bias, tmax);
}

char digit(std::uint32_t value) {
    return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26));
}

std::optional<std::uint32_t> value_of(char c) {
    if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a');
    if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0') + 26;
    return std::nullopt;
}

bool is_blank(char32_t c) {
    return c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
           c == 0x3000;
}

bool has_place(char32_t c) {
    if (c < 0x80) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
    const bool private_use = (c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000;
    return !is_unseen(c) && !is_blank(c) && !private_use;
}

std::optional<std::u32string> decoded(std::string_view label) {
    std::u32string points;
    const std::string lower = ascii_lower(label);
    for (std::size_t i = 0; i < lower.size();) {
        const CodePoint point = code_point_at(lower, i);
        if (point.length == 0) return std::nullopt;
        i += point.length;
        if (point.value == emoji_style) continue;
        if (!has_place(point.value)) return std::nullopt;
        points += point.value;
    }
    if (points.empty() || points.size() > longest_label) return std::nullopt;
    return points;
}

/// The digits of one difference.
void append_number(std::string& text, std::uint32_t value, std::uint32_t bias) {
    for (std::uint32_t k = base;; k += base) {
        const std::uint32_t t = threshold(k, bias);
        if (value < t) break;
        text += digit(t + (value - t) % (base - t));
        value = (value - t) / (base - t);
    }
    text += digit(value);
}

} // namespace

std::optional<std::string> punycode_label(std::string_view label) {
    const auto points = decoded(label);
    if (!points) return std::nullopt;
    std::string text(prefix);
    for (const char32_t point : *points) {
        if (point < 0x80) text += static_cast<char>(point);
    }
    const auto plain = static_cast<std::uint32_t>(text.size() - prefix.size());
    if (plain == points->size()) return std::nullopt; // nothing to write otherwise
    if (plain > 0) text += '-';
    std::uint32_t n = initial_n;
    std::uint32_t delta = 0;
    std::uint32_t bias = initial_bias;
    for (std::uint32_t handled = plain; handled < points->size();) {
        std::uint32_t next = UINT32_MAX;
        for (const char32_t point : *points) {
            if (point >= n) next = std::min(next, static_cast<std::uint32_t>(point));
        }
        delta += (next - n) * (handled + 1);
        n = next;
        for (const char32_t point : *points) {
            if (point < n) ++delta;
            if (point != n) continue;
            append_number(text, delta, bias);
            bias = adapt(delta, handled + 1, handled == plain);
            delta = 0;
            ++handled;
        }
        ++delta;
        ++n;
    }
    if (text.size() > longest_label) return std::nullopt;
    return text;
}

std::optional<std::string> label_of_punycode(std::string_view ascii) {
    if (!ascii.starts_with(prefix) || ascii.size() > longest_label) return std::nullopt;
    ascii.remove_prefix(prefix.size());
    std::u32string points;
    if (const auto dash = ascii.rfind('-'); dash != std::string_view::npos) {
        for (const char c : ascii.substr(0, dash))
            points += static_cast<unsigned char>(c);
        ascii.remove_prefix(dash + 1);
    }
    std::uint64_t n = initial_n;
    std::uint64_t i = 0;
    std::uint32_t bias = initial_bias;
    for (std::size_t at = 0; at < ascii.size();) {
        const std::uint64_t before = i;
        std::uint64_t weight = 1;
        for (std::uint32_t k = base;; k += base) {
            const auto value = at < ascii.size() ? value_of(ascii[at++]) : std::nullopt;
            if (!value) return std::nullopt;
            i += *value * weight;
            const std::uint32_t t = threshold(k, bias);
            if (i > UINT32_MAX) return std::nullopt;
            if (*value < t) break;
            weight *= base - t;
            if (weight > UINT32_MAX) return std::nullopt;
        }
        const auto count = static_cast<std::uint32_t>(points.size()) + 1;
        bias = adapt(static_cast<std::uint32_t>(i - before), count, before == 0);
        n += i / count;
        i %= count;
        const bool no_character = n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff);
        if (no_character) return std::nullopt;
        points.insert(static_cast<std::size_t>(i++), 1, static_cast<char32_t>(n));
    }
    std::string label;
    for (const char32_t point : points)
        append_utf8(label, point);
    return label;
}

} // namespace tenantry
