#include "engine/base/text.hpp"

#include "engine/base/characters.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace tenantry {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string hex(std::uint32_t value, std::size_t digits) {
    constexpr std::string_view alphabet = "0123456789abcdef";
    std::string text(digits, '0');
    for (std::size_t i = digits; i > 0; --i, value >>= 4)
        text[i - 1] = alphabet[value & 0xf];
    return text;
}

std::string escape(char32_t c) {
    if (c == '\n') return "\\n";
    if (c == '\t') return "\\t";
    if (c == '\r') return "\\r";
    if (c < 0x80) return "\\x" + hex(c, 2);
    return c < 0x10000 ? "\\u" + hex(c, 4) : "\\U" + hex(c, 8);
}

} // namespace

std::string fingerprint(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    std::string result(16, '0');
    for (std::size_t i = 16; i > 0; --i, hash >>= 4U)
        result[i - 1] = "0123456789abcdef"[hash & 15];
    return result;
}

std::string ascii_lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        c = lower(c);
    return result;
}

std::string join(std::span<const std::string> parts, std::string_view separator) {
    std::string result;
    for (const std::string& part : parts) {
        if (!result.empty()) result += separator;
        result += part;
    }
    return result;
}

std::string in_quotes(std::string_view text) {
    std::string result = "\"";
    for (const char c : printable(text)) {
        if (c == '"') result += '\\';
        result += c;
    }
    return result + "\"";
}

std::string printable(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = code_point_at(text, i);
        if (point.length == 0) {
            result += "\\x" + hex(static_cast<unsigned char>(text[i]), 2);
            ++i;
            continue;
        }
        if (is_unseen(point.value)) {
            result += escape(point.value);
        } else {
            result += text.substr(i, point.length);
        }
        i += point.length;
    }
    return result;
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string counted(std::size_t count, std::string_view one) {
    return counted(count, one, std::string(one) + "s");
}

CodePoint code_point_at(std::string_view text, std::size_t offset) {
    const auto byte = [&](std::size_t i) {
        return offset + i < text.size() ? static_cast<unsigned char>(text[offset + i]) : 0U;
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
    const auto bits = [&](std::size_t i) { return static_cast<char32_t>(byte(i) & 0x3fU); };
    const std::uint32_t first = byte(0);
    if (first < 0x80) return {static_cast<char32_t>(first), offset < text.size() ? 1U : 0U};
    if (first >= 0xc2 && first < 0xe0 && follows(1)) {
        return {static_cast<char32_t>((first & 0x1fU) << 6U) | bits(1), 2};
    }
    if (first >= 0xe0 && first < 0xf0 && follows(1) && follows(2)) {
        const char32_t value =
            static_cast<char32_t>((first & 0xfU) << 12U) | (bits(1) << 6U) | bits(2);
        const bool valid = value >= 0x800 && (value < 0xd800 || value > 0xdfff);
        return valid ? CodePoint{value, 3} : CodePoint{};
    }
    if (first >= 0xf0 && first < 0xf5 && follows(1) && follows(2) && follows(3)) {
        const char32_t value = static_cast<char32_t>((first & 0x7U) << 18U) | (bits(1) << 12U) |
                               (bits(2) << 6U) | bits(3);
        return value >= 0x10000 && value <= 0x10ffff ? CodePoint{value, 4} : CodePoint{};
    }
    return {};
}

std::size_t code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++count) {
        const std::size_t length = code_point_at(text, i).length;
        i += length == 0 ? 1 : length;
    }
    return count;
}

std::size_t first_invalid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        if (static_cast<unsigned char>(text[i]) < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = code_point_at(text, i).length;
        if (length == 0) return i;
        i += length;
    }
    return std::string_view::npos;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        if (unreserved.contains(c)) {
            result += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        result += '%';
        result += digits[byte >> 4U];
        result += digits[byte & 0xfU];
    }
    return result;
}

std::optional<std::string> percent_decode(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            result += text[i];
            continue;
        }
        unsigned byte = 0;
        std::from_chars(text.data() + i + 1, text.data() + std::min(i + 3, text.size()), byte, 16);
        result += static_cast<char>(byte);
        i += 2;
    }
    if (percent_encode(result) != text) return std::nullopt;
    return result;
}

bool matches_glob(std::string_view text, std::string_view glob) {
    std::size_t t = 0;
    std::size_t g = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (t < text.size()) {
        if (g < glob.size() && glob[g] == '*') {
            star = g++;
            resume = t;
        } else if (g < glob.size() && (glob[g] == '?' || glob[g] == text[t])) {
            ++g;
            ++t;
        } else if (star != std::string_view::npos) {
            g = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (g < glob.size() && glob[g] == '*')
        ++g;
    return g == glob.size();
}

} // namespace tenantry
