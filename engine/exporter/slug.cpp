#include "engine/exporter/slug.hpp"

#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace tenantry::exporter {
namespace {

constexpr std::size_t longest = 50; // leaves room for a number behind it

// As they stand at the end of a name, without points and spaces.
constexpr std::string_view legal_forms[] = {
    "ab",          "ag",           "aps",  "as",   "asa",  "bv",   "co",      "company", "corp",
    "corporation", "doo",          "eg",   "eirl", "ek",   "ev",   "gbr",     "gk",      "gmbh",
    "inc",         "incorporated", "kft",  "kg",   "kgaa", "kk",   "limited", "llc",     "llp",
    "lp",          "ltd",          "ltda", "mbh",  "nv",   "ohg",  "ou",      "oy",      "oyj",
    "plc",         "pte",          "pty",  "pvt",  "sa",   "sarl", "sas",     "sdn",     "bhd",
    "se",          "snc",          "spa",  "srl",  "sro",  "ug",   "vof",     "zoo",     "zrt"};

bool is_legal_form(const std::string& word) {
    return std::ranges::find(legal_forms, word) != std::end(legal_forms);
}

/// The words of a name; points hold one together, so that "S.p.A." is one.
std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words;
    bool inside = false;
    for (const char c : plain_letters(name)) {
        const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (c == '.' || c == '\'') continue;
        if (kept && !inside) words.emplace_back();
        if (kept) words.back() += c;
        inside = kept;
    }
    return words;
}

/// "acme.example" is a name with a point in it, not one word.
std::string spaced(std::string_view name) {
    std::string text;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto alone = [&](std::size_t at) {
            const bool begins = at < 2 || name[at - 2] == '.' || name[at - 2] == ' ';
            return at > 0 && begins;
        };
        const bool between = name[i] == '.' && i + 1 < name.size() && name[i + 1] != ' ';
        text += between && !alone(i) ? ' ' : name[i];
    }
    return text;
}

} // namespace

std::string slug(std::string_view name) {
    std::vector<std::string> words = words_of(spaced(name));
    // "Sp. z o.o."
    const std::size_t count = words.size();
    if (count > 3 && words[count - 1] == "oo" && words[count - 2] == "z") words.resize(count - 3);
    while (words.size() > 1 && is_legal_form(words.back()))
        words.pop_back();
    std::string text;
    for (const std::string& word : words) {
        if (!text.empty() && text.size() + word.size() >= longest) break;
        if (!text.empty()) text += '-';
        text += word;
    }
    return text.substr(0, longest);
}

std::string customer_name(std::string_view account) {
    const std::string name = slug(account);
    return name.empty() ? "account-" + fingerprint(account).substr(0, 8) : name;
}

std::string_view name_prefix(std::string_view name) {
    constexpr std::string_view separators[] = {" - ", " – ", " — ", ": ", " | ", " / ", " :: "};
    std::size_t end = name.size();
    for (const std::string_view separator : separators)
        end = std::min(end, name.find(separator));
    return name.substr(0, end);
}

} // namespace tenantry::exporter
