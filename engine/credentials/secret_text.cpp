#include "engine/credentials/secret_text.hpp"

#include "engine/base/mask.hpp"
#include "engine/base/text.hpp"

#include <algorithm>
#include <array>

namespace tenantry::credentials {
namespace {

constexpr std::string_view blanks = " \t\r\n\v\f";
constexpr std::size_t longest_excerpt = 300;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/// "Credential", "GPG", "pass": no capital after a small letter.
bool is_name(std::string_view part) {
    constexpr std::size_t longest = 15;
    const auto is_small = [](char c) { return c >= 'a'; };
    const auto small = std::ranges::find_if(part, is_small);
    return part.size() <= longest && std::ranges::all_of(part, is_letter) &&
           std::all_of(small, part.end(), is_small);
}

bool is_number(std::string_view part) {
    constexpr std::size_t longest = 5;
    return part.size() <= longest && std::ranges::all_of(part, is_digit);
}

/// Keys, tokens and good passwords mix letters with digits, or small letters with capitals; words
/// of a language, paths and dates fall into short parts of one sort. A word of a program that is
/// lost that way is no loss beside a short secret that is not.
bool could_be_secret(std::string_view word) {
    constexpr std::string_view between = "-./:;,'\"()_!?";
    for (std::size_t i = 0; i < word.size();) {
        const std::size_t end = std::min(word.find_first_of(between, i), word.size());
        const std::string_view part = word.substr(i, end - i);
        if (!is_number(part) && !is_name(part)) return true;
        i = end + 1;
    }
    return false;
}

} // namespace

std::string first_line(std::string_view text) {
    text = text.substr(0, text.find('\n'));
    return std::string(text.substr(0, text.find_last_not_of(blanks) + 1));
}

bool can_be_secret(std::string_view text) {
    return !text.empty() && text.size() <= largest_secret &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

std::string without_secrets(std::string_view said, std::string_view secret) {
    const std::array secrets = {secret};
    const bool tells = !secret.empty() && (said.contains(secret) || Mask(secrets).finds_any(said));
    if (tells || ascii_lower(said).contains("\"secret\"")) return {};
    std::string result;
    for (std::size_t i = 0; i < said.size() && result.size() < longest_excerpt;) {
        i = std::min(said.find_first_not_of(blanks, i), said.size());
        const std::size_t end = std::min(said.find_first_of(blanks, i), said.size());
        const std::string_view word = said.substr(i, end - i);
        if (!word.empty()) {
            if (!result.empty()) result += ' ';
            result += could_be_secret(word) ? "***" : printable(word);
        }
        i = end;
    }
    return result;
}

} // namespace tenantry::credentials
