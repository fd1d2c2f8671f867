// The problem is to find every form without a list of forms. What makes it simple: a form is its
// letters and digits in their order, so both the text and the secret's forms are brought to that,
// and any piece of a form that is long enough to be no accident is a find. Where the pieces stood
// in the text is remembered for each letter, and the words that they stood in are taken out whole,
// because a base64 word shows bits of the secret in the letters beside a piece.
#include "engine/base/mask.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

namespace tenantry {
namespace {

// Eight letters and digits of a key are one of 2.8 million millions, of a hexadecimal one of four
// thousand millions: no word, number or id of an error is equal to one of the few dozen pieces of a
// key by accident. What is shorter than that as a whole could be a word, and is no key of any API.
constexpr std::size_t plain_piece = 8;
constexpr std::size_t base64_piece = 8;
constexpr std::size_t hex_piece = 2 * plain_piece;

bool is_alnum(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// What belongs to the word of a piece, so that nothing of it is left.
bool is_of_word(char c) { return is_alnum(c) || c == '_' || c == '-' || c == '+'; }

std::string letters_of(std::string_view text) {
    std::string letters = ascii_lower(text);
    std::erase_if(letters, [](char c) { return !is_alnum(c); });
    return letters;
}

std::string hex_of(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

/// The digits of base64 that `bytes` alone decide when `before` other bytes stand before them.
std::string base64_of(std::string_view bytes, unsigned before) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    // The first digit that begins within `bytes`, as a count of bits before it.
    const unsigned skipped = (6 - before * 8 % 6) % 6;
    std::string text;
    std::uint32_t bits = 0;
    unsigned count = 0;
    bool first = true;
    for (const char c : bytes) {
        bits = (bits << 8U) | static_cast<unsigned char>(c);
        count += 8;
        if (first) {
            first = false;
            count -= skipped;
        }
        for (; count >= 6; count -= 6)
            text += digits[(bits >> (count - 6)) & 63U];
    }
    return text;
}

/// One character of the text, however it is written: what it is, and how many bytes it takes.
struct Decoded {
    char32_t value = 0;
    std::size_t length = 1;
};

std::optional<char32_t> number(std::string_view text, int base) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// `opening` and then exactly so many hexadecimal digits.
std::optional<Decoded> escaped(std::string_view text, std::string_view opening,
                               std::size_t digits) {
    if (!text.starts_with(opening) || text.size() < opening.size() + digits) return std::nullopt;
    const auto value = number(text.substr(opening.size(), digits), 16);
    if (!value) return std::nullopt;
    return Decoded{*value, opening.size() + digits};
}

std::optional<Decoded> percent(std::string_view text) {
    // "%2563" is "%63" once more encoded.
    std::size_t length = 1;
    while (text.substr(length).starts_with("25"))
        length += 2;
    const std::string_view digits = text.substr(length, 2);
    const auto value = digits.size() == 2 ? number(digits, 16) : std::nullopt;
    if (value) return Decoded{*value, length + 2};
    return Decoded{'%', length};
}

std::optional<Decoded> entity(std::string_view text) {
    constexpr std::size_t longest = 12;
    const auto end = text.substr(0, longest).find(';');
    if (!text.starts_with("&#") || end == std::string_view::npos) return std::nullopt;
    const std::string_view digits = text.substr(2, end - 2);
    const bool hex = digits.starts_with('x') || digits.starts_with('X');
    const auto value = hex ? number(digits.substr(1), 16) : number(digits, 10);
    if (!value) return std::nullopt;
    return Decoded{*value, end + 1};
}

std::optional<Decoded> backslash(std::string_view text) {
    if (auto written = escaped(text, "\\x", 2)) return written;
    if (auto written = escaped(text, "\\u", 4)) return written;
    // "\n" is a blank, and no letter.
    if (text.size() > 1 && std::string_view("nrtbfv").contains(text[1])) return Decoded{' ', 2};
    return std::nullopt;
}

Decoded read_at(std::string_view text, std::size_t i) {
    const std::string_view rest = text.substr(i);
    std::optional<Decoded> written;
    if (rest[0] == '%') written = percent(rest);
    if (rest[0] == '&') written = entity(rest);
    if (rest[0] == '\\') written = backslash(rest);
    // A list of bytes: "0x63 0x66"; not the beginning of a long number.
    if (rest[0] == '0') {
        written = escaped(rest, "0x", 2);
        if (written && rest.size() > 4 && is_alnum(rest[4])) written.reset();
    }
    if (written) return *written;
    const CodePoint point = code_point_at(text, i);
    return {point.value, std::max<std::size_t>(point.length, 1)};
}

/// Full width letters are letters.
char32_t narrow(char32_t c) { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c; }

/// The letters and digits of a text, each with where it is written.
struct Letters {
    std::string text = {};
    std::vector<std::size_t> begin = {};
    std::vector<std::size_t> end = {};
};

Letters read(std::string_view text) {
    Letters letters;
    for (std::size_t i = 0; i < text.size();) {
        const Decoded written = read_at(text, i);
        const char32_t value = narrow(written.value);
        if (value < 0x80 && is_alnum(static_cast<char>(value))) {
            letters.text += static_cast<char>(value);
            letters.begin.push_back(i);
            letters.end.push_back(i + written.length);
        }
        i += written.length;
    }
    letters.text = ascii_lower(letters.text);
    return letters;
}

} // namespace

std::string without_tokens(std::string_view text) {
    // They have 40 and a checksum; what is much shorter is a word.
    constexpr std::size_t fewest = 16;
    constexpr std::array<std::string_view, 4> prefixes = {"cfk_", "cfut_", "cfat_", "cfoat_"};
    const auto is_of_token = [](char c) { return is_alnum(c) || c == '_' || c == '-'; };
    std::string result;
    std::size_t copied = 0;
    for (auto at = text.find("cf"); at != text.npos; at = text.find("cf", at)) {
        const std::string_view rest = text.substr(at);
        const auto prefix = std::ranges::find_if(
            prefixes, [&](std::string_view each) { return rest.starts_with(each); });
        std::size_t end = prefix == prefixes.end() ? 2 : prefix->size();
        const std::size_t begin = end;
        while (prefix != prefixes.end() && end < rest.size() && is_of_token(rest[end]))
            ++end;
        if (prefix != prefixes.end() && end - begin >= fewest) {
            result.append(text.substr(copied, at - copied)).append("***");
            copied = at + end;
        }
        at += end;
    }
    return result.append(text.substr(copied));
}

Mask::Mask(std::span<const std::string_view> secrets) {
    for (const std::string_view secret : secrets) {
        const std::string letters = letters_of(secret);
        if (letters.size() < plain_piece) continue;
        add_pieces(letters, plain_piece);
        const std::string lower = ascii_lower(secret);
        std::string upper(secret);
        for (char& c : upper)
            c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        add(secret);
        if (lower != secret) add(lower);
        if (upper != secret) add(upper);
    }
}

void Mask::add(std::string_view bytes) {
    add_pieces(hex_of(bytes), hex_piece, 2);
    for (const unsigned before : {0U, 1U, 2U})
        add_pieces(letters_of(base64_of(bytes, before)), base64_piece);
}

void Mask::add_pieces(std::string_view form, std::size_t length, std::size_t stride) {
    for (std::size_t i = 0; i + length <= form.size(); i += stride)
        pieces_.emplace(form.substr(i, length));
}

std::string Mask::operator()(std::string_view text) const {
    if (pieces_.empty()) return without_tokens(text);
    const Letters letters = read(text);
    std::string result;
    std::size_t copied = 0; // of the text
    const auto take_out = [&](std::size_t begin, std::size_t end) {
        while (begin > copied && is_of_word(text[begin - 1]))
            --begin;
        while (end < text.size() && (is_of_word(text[end]) || text[end] == '='))
            ++end;
        const bool goes_on = begin <= copied && result.ends_with("***");
        result += text.substr(copied, begin > copied ? begin - copied : 0);
        if (!goes_on) result += "***";
        copied = std::max(copied, end);
    };
    std::size_t from = 0; // of a run of letters that belong to pieces
    std::size_t to = 0;
    for (std::size_t i = 0; i < letters.text.size(); ++i) {
        std::size_t found = 0;
        for (const std::size_t length : {plain_piece, hex_piece}) {
            if (i + length > letters.text.size()) break;
            if (pieces_.contains(letters.text.substr(i, length))) found = length;
        }
        if (found == 0) continue;
        if (i > to && to > from) take_out(letters.begin[from], letters.end[to - 1]);
        if (i > to || to == from) from = i;
        to = std::max(to, i + found);
    }
    if (to > from) take_out(letters.begin[from], letters.end[to - 1]);
    result += text.substr(copied);
    return without_tokens(result);
}

} // namespace tenantry
