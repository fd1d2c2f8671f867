// A name of a right says over what it is and how far it goes: "Domain Administrator Read Only". The
// words for how far stand in many names; the others say which one is meant.
#include "engine/model/rights.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>
#include <vector>

namespace tenantry {
namespace {

// How far a right goes, and what Cloudflare says in front of its products.
constexpr std::string_view general[] = {
    "admin",      "administrator", "administrators", "role",     "roles", "user",
    "manager",    "editor",        "edit",           "write",    "read",  "reader",
    "only",       "view",          "viewer",         "readonly", "full",  "all",
    "privileges", "super",         "account",        "the",      "and",   "cloudflare"};
constexpr std::string_view reading[] = {"read", "reader", "readonly", "view", "viewer"};

using Words = std::vector<std::string>;

bool is_in(std::span<const std::string_view> words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

bool is_mark(char c) { return std::string_view(" \t-_/,.()&:").contains(c); }

Words words_of(std::string_view name) {
    Words words;
    std::string word;
    for (const char c : ascii_lower(name) + ' ') {
        if (!is_mark(c)) {
            word += c;
        } else if (!word.empty()) {
            // Roles call domains what everybody else calls zones.
            words.push_back(word == "zone" || word == "zones" ? "domain" : word);
            word.clear();
        }
    }
    return words;
}

/// "admin" is "administrator", "domains" is "domain", and "biling" is "billing".
bool alike(const std::string& one, const std::string& other) {
    constexpr std::size_t shortest = 3; // below that, every word is near every other
    if (one == other) return true;
    if (std::min(one.size(), other.size()) <= shortest) return false;
    return one.starts_with(other) || other.starts_with(one) ||
           !nearest(one, std::span(&other, 1)).empty();
}

bool has(const Words& words, const std::string& word) {
    return std::ranges::any_of(words, [&](const std::string& each) { return alike(word, each); });
}

bool only_reads(const Words& words) {
    return std::ranges::any_of(words, [](const std::string& word) { return is_in(reading, word); });
}

/// The words of `words` that say over what a right is and that `others` have, or have not.
std::ptrdiff_t count_special(const Words& words, const Words& others, bool shared) {
    return std::ranges::count_if(words, [&](const std::string& word) {
        return !is_in(general, word) && has(others, word) == shared;
    });
}

/// How well a known name answers a wish: the higher, the better; nothing where it is another right.
using Rank = std::tuple<bool, std::ptrdiff_t, std::ptrdiff_t, bool, std::ptrdiff_t>;

std::optional<Rank> rank(const Words& wish, const Words& known) {
    const bool everything =
        std::ranges::all_of(wish, [&](const std::string& word) { return has(known, word); });
    const std::ptrdiff_t shared = count_special(wish, known, true);
    if (!everything && shared == 0) return std::nullopt;
    if (only_reads(wish) && !only_reads(known)) return std::nullopt;
    if (has(known, "super") && !has(wish, "super")) return std::nullopt;
    return Rank{everything, shared, -count_special(known, wish, false),
                only_reads(wish) == only_reads(known), -std::ssize(known)};
}

/// Of several words: the name that shares those that say over what the right is.
std::string by_words(const Words& wish, std::span<const std::string> known) {
    const std::string* found = nullptr;
    std::optional<Rank> best;
    for (const std::string& name : known) {
        const auto rank_of_name = rank(wish, words_of(name));
        if (!rank_of_name || (best && *rank_of_name <= *best)) continue;
        best = rank_of_name;
        found = &name;
    }
    return found == nullptr ? std::string() : *found;
}

/// "DNSAdministrator" is not a misspelt "Administrator".
bool is_narrowed(std::string_view name, const std::string& found) {
    constexpr std::size_t slip = 1;
    const std::string lower = ascii_lower(found);
    return name.size() > found.size() + slip && ascii_lower(name).ends_with(lower);
}

} // namespace

std::string suggest_right(std::string_view name, std::span<const std::string> known) {
    constexpr std::size_t longest = 120; // as in manifests
    if (name.size() > longest) return {};
    const Words wish = words_of(name);
    std::string found = wish.size() > 1 ? by_words(wish, known) : nearest(name, known);
    if (wish.size() == 1 && is_narrowed(name, found)) found.clear();
    return found.empty() ? std::string() : "did you mean " + in_quotes(found) + "?";
}

} // namespace tenantry
