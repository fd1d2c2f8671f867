// What to write in place of a value that is none of those that a field takes.
#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/manifest/hints.hpp"
#include "engine/manifest/yaml/yaml.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace tenantry::manifest {
namespace {

/// "Full (strict)" as "_full_strict_": words between marks.
std::string marked(std::string_view text) {
    std::string result = "_";
    for (const char c : ascii_lower(text)) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (word) {
            result += c;
        } else if (result.back() != '_' && c != '\'') {
            result += '_';
        }
    }
    return result.back() == '_' ? result : result + '_';
}

/// The choice that a text says in other words, or "".
std::string meant(std::string_view text, const Schema& schema) {
    const std::string words = marked(text);
    for (const std::string& choice : schema.choices) {
        if (marked(choice) == words) return choice;
    }
    const auto answer = yes_or_no(text);
    if (answer && is_choice(schema, *answer ? "on" : "off")) return *answer ? "on" : "off";
    // What people are shown says the value last: "Full (strict)", "I'm Under Attack!".
    std::string found;
    std::size_t at = 0;
    for (const std::string& choice : schema.choices) {
        const std::size_t place = words.rfind(marked(choice));
        if (place == words.npos || place + choice.size() < at) continue;
        at = place + choice.size();
        found = choice;
    }
    return found;
}

std::optional<double> number_in(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole ? std::optional(value) : std::nullopt;
}

/// Whether the choices are numbers, be they written as text: "1.0", "1.1".
bool are_numbers(const Schema& schema) {
    return std::ranges::all_of(
        schema.choices, [](const std::string& choice) { return number_in(choice).has_value(); });
}

/// The numbers right below and above, of choices that are numbers: 1.4 is no misspelt 1.0.
std::string neighbours(Node node, const Schema& schema) {
    const auto wanted = number_in(node.text());
    if (!wanted) return {};
    const std::string* below = nullptr;
    const std::string* above = nullptr;
    for (const std::string& choice : schema.choices) {
        const double number = *number_in(choice);
        if (number < *wanted && (below == nullptr || number > *number_in(*below))) below = &choice;
        if (number > *wanted && (above == nullptr || number < *number_in(*above))) above = &choice;
    }
    const auto shown = [&](const std::string& choice) {
        return schema.allows("string") ? in_quotes(choice) : choice;
    };
    if (below == nullptr && above == nullptr) return {};
    if (below == nullptr || above == nullptr)
        return "the nearest is " + shown(below == nullptr ? *above : *below);
    return fmt::format("the nearest are {} and {}", shown(*below), shown(*above));
}

} // namespace

bool is_choice(const Schema& schema, std::string_view text) {
    return std::ranges::find(schema.choices, text) != schema.choices.end();
}

std::optional<bool> yes_or_no(std::string_view text) {
    constexpr std::array<std::string_view, 7> yes = {"true", "yes",     "y",     "on",
                                                     "1",    "enabled", "enable"};
    constexpr std::array<std::string_view, 7> no = {"false", "no",       "n",      "off",
                                                    "0",     "disabled", "disable"};
    const std::string word = ascii_lower(text);
    if (std::ranges::find(yes, word) != yes.end()) return true;
    if (std::ranges::find(no, word) != no.end()) return false;
    return std::nullopt;
}

std::string choices_in_words(const Schema& schema) {
    constexpr std::size_t few = 6;
    if (schema.choices.size() <= few) return join(schema.choices, " or ");
    return "one of " + join(schema.choices, ", ");
}

bool may_be_newer(Node node) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789_";
    const std::string_view text = node.text();
    return node.is_text() && !text.empty() && text.find_first_not_of(letters) == text.npos &&
           !yes_or_no(text);
}

std::string hint_for_choice(Node node, const Schema& schema) {
    if (node.from_variable()) return {};
    const std::string word = meant(node.text(), schema);
    if (!word.empty()) return "write " + spelled(word);
    if (are_numbers(schema)) return neighbours(node, schema);
    if (!node.is_text()) return {};
    // Nobody is led to turn something off by a slip.
    const std::string near = nearest(node.text(), schema.choices);
    return near.empty() || near == "off" ? "" : fmt::format("did you mean {}?", in_quotes(near));
}

} // namespace tenantry::manifest
