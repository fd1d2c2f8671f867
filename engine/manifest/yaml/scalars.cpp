#include "engine/manifest/yaml/yaml.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>

namespace tenantry::manifest {
namespace {

constexpr std::string_view decimal = "0123456789";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_one_of(std::string_view text, std::span<const std::string_view> words) {
    return std::ranges::find(words, text) != words.end();
}

bool consists_of(std::string_view text, std::string_view alphabet) {
    return !text.empty() && text.find_first_not_of(alphabet) == std::string_view::npos;
}

std::string_view without_sign(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    return text;
}

// Takes the digits at the front of `text` away and says how many they were.
std::size_t take_digits(std::string_view& text) {
    const std::size_t end = std::min(text.find_first_not_of(decimal), text.size());
    text.remove_prefix(end);
    return end;
}

bool is_boolean(std::string_view text) {
    constexpr std::array<std::string_view, 6> words = {"true",  "True",  "TRUE",
                                                       "false", "False", "FALSE"};
    return is_one_of(text, words);
}

bool is_integer(std::string_view text) {
    if (text.starts_with("0o")) return consists_of(text.substr(2), "01234567");
    if (text.starts_with("0x")) return consists_of(text.substr(2), "0123456789abcdefABCDEF");
    return consists_of(without_sign(text), decimal);
}

bool is_real(std::string_view text) {
    constexpr std::array<std::string_view, 3> infinities = {".inf", ".Inf", ".INF"};
    constexpr std::array<std::string_view, 3> not_numbers = {".nan", ".NaN", ".NAN"};
    if (is_one_of(text, not_numbers)) return true;
    text = without_sign(text);
    if (is_one_of(text, infinities)) return true;
    std::size_t digits = take_digits(text);
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        digits += take_digits(text);
    }
    if (digits == 0) return false;
    if (text.empty()) return true;
    if (text.front() != 'e' && text.front() != 'E') return false;
    return consists_of(without_sign(text.substr(1)), decimal);
}

// 12:30, 190:20:30.15: YAML 1.1 counts in sixties.
bool is_base_sixty(std::string_view text) {
    text = without_sign(text);
    if (text.empty() || !is_digit(text.front()) || !text.contains(':')) return false;
    return is_digit(text.back()) && consists_of(text, "0123456789_:.");
}

// 2024-01-31, also with a time behind it.
bool is_date(std::string_view text) {
    if (take_digits(text) != 4 || !text.starts_with('-')) return false;
    text.remove_prefix(1);
    const std::size_t month = take_digits(text);
    if (month < 1 || month > 2 || !text.starts_with('-')) return false;
    text.remove_prefix(1);
    const std::size_t day = take_digits(text);
    return day >= 1 && day <= 2 && (text.empty() || consists_of(text.substr(0, 1), "Tt \t"));
}

// YAML 1.1 wants a point in every real number, and a sign in every exponent.
bool is_text_in_yaml_1_1(std::string_view real) {
    if (!real.contains('.')) return true;
    const std::size_t exponent = real.find_first_of("eE");
    if (exponent == std::string_view::npos) return false;
    return without_sign(real.substr(exponent + 1)) == real.substr(exponent + 1);
}

/// The whole number that 1.0 or 3.1536e+07 is; nothing where there is a fraction, or where not
/// every whole number of that size can be written so.
std::optional<std::int64_t> whole_number(std::string_view real) {
    constexpr double exact = 9007199254740992.0; // 2^53
    double value = 0;
    if (real.starts_with('+')) real.remove_prefix(1);
    const auto [end, error] = std::from_chars(real.data(), real.data() + real.size(), value);
    if (error != std::errc() || end != real.data() + real.size()) return std::nullopt;
    if (!(value >= -exact && value <= exact) || value != std::trunc(value)) return std::nullopt;
    return static_cast<std::int64_t>(value);
}

} // namespace

NodeType type_of_plain(std::string_view text) {
    constexpr std::array<std::string_view, 5> nulls = {"", "~", "null", "Null", "NULL"};
    // Most scalars are words: one look at the first character settles them.
    if (!text.empty() && !consists_of(text.substr(0, 1), "0123456789+-.~nNtTfF")) {
        return NodeType::text;
    }
    if (is_one_of(text, nulls)) return NodeType::null;
    if (is_boolean(text)) return NodeType::boolean;
    if (is_integer(text)) return NodeType::integer;
    if (is_real(text)) return NodeType::real;
    return NodeType::text;
}

std::optional<std::int64_t> decimal_integer(Node node) {
    if (node.type() == NodeType::real) return whole_number(node.text());
    if (node.type() != NodeType::integer) return std::nullopt;
    const std::string_view text = node.text();
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    if (!is_digit(digits.front()) || (digits.front() == '0' && digits.size() > 1)) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<bool> boolean(Node node) {
    if (node.type() != NodeType::boolean) return std::nullopt;
    return node.text().starts_with('t') || node.text().starts_with('T');
}

std::string quoting_hint(Node node) {
    return fmt::format("write {} in quotes to make it text", in_quotes(node.text()));
}

bool reads_differently_in_yaml_1_1(std::string_view text) {
    constexpr std::array<std::string_view, 16> words = {"y",  "Y",   "yes", "Yes", "YES", "n",
                                                        "N",  "no",  "No",  "NO",  "on",  "On",
                                                        "ON", "off", "Off", "OFF"};
    if (is_one_of(text, words) || is_date(text) || is_base_sixty(text)) return true;
    const std::string_view digits = without_sign(text);
    if (digits.starts_with("0o") && is_integer(text)) return true;
    if (digits.starts_with("0b") && consists_of(digits.substr(2), "01_")) return true;
    const bool leading_zero = digits.size() > 1 && digits.front() == '0';
    if (leading_zero && consists_of(digits, "0123456789_")) return true;
    if (is_integer(text)) return false;
    if (is_real(text)) return is_text_in_yaml_1_1(text);
    if (digits.empty() || !is_digit(digits.front()) || !digits.contains('_')) return false;
    std::string number(text);
    std::erase(number, '_');
    return is_integer(number) || is_real(number);
}

} // namespace tenantry::manifest
