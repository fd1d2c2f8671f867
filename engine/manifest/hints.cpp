#include "engine/manifest/hints.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/manifest/excerpt.hpp"
#include "engine/manifest/yaml.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

namespace tenantry::manifest {
namespace {

/// The name of the variable that a value is, and is alone; "" for any other.
std::string_view sole_variable(std::string_view written) {
    constexpr std::string_view before = "${env:";
    const bool alone = written.starts_with(before) && written.find('}') == written.size() - 1;
    return alone ? written.substr(before.size(), written.size() - before.size() - 1)
                 : std::string_view();
}

/// A text as YAML has to have it to stay this text.
std::string spelled(std::string_view text) {
    const bool plain = type_of_plain(text) == NodeType::text && !text.empty() &&
                       !std::string_view("&*!|>'\"%@`-? ").contains(text.front()) &&
                       text.find_first_of(":#{}[],\n") == text.npos && !text.ends_with(' ');
    return plain ? std::string(text) : in_quotes(text);
}

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

bool is_choice(const Schema& schema, std::string_view text) {
    return std::ranges::find(schema.choices, text) != schema.choices.end();
}

/// Yes and no in any of their words.
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

/// The numbers right below and above, of choices that are numbers.
std::string neighbours(Node node, const Schema& schema) {
    double wanted = 0;
    const std::string_view text = node.text();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), wanted);
    if (error != std::errc()) return {};
    std::optional<std::int64_t> below;
    std::optional<std::int64_t> above;
    for (const std::string& choice : schema.choices) {
        std::int64_t value = 0;
        std::from_chars(choice.data(), choice.data() + choice.size(), value);
        const auto number = static_cast<double>(value);
        if (number < wanted && (!below || value > *below)) below = value;
        if (number > wanted && (!above || value < *above)) above = value;
    }
    if (!below && !above) return {};
    if (!below || !above) return "the nearest is " + std::to_string(below ? *below : *above);
    return "the nearest are " + std::to_string(*below) + " and " + std::to_string(*above);
}

std::string boolean_hint(Node node) {
    const auto answer = yes_or_no(node.text());
    if (!answer || node.text() == "1" || node.text() == "0") return "";
    const std::string word = *answer ? "true" : "false";
    const bool only_text = node.plain() && ascii_lower(node.text()) != word;
    if (!node.plain()) return "write " + word + " without quotes";
    return "write " + word +
           (only_text ? "; " + printable(node.text()) + " is only text in YAML 1.2" : "");
}

/// The word that a message gives as an example: "USD" of "a currency, as USD".
std::string example_in(std::string_view says) {
    const auto as = says.find(", as ");
    if (as == says.npos) return {};
    const std::string_view rest = says.substr(as + 5);
    return std::string(rest.substr(0, rest.find_first_of(":, ")));
}

/// The shortest map of a schema that a single value fits into: "{customer: {USD: 1000}}".
std::string wrapped(Node scalar, const Schema& schema, int deep = 0) {
    constexpr int deepest = 3;
    constexpr std::size_t most_members = 8; // of more nobody knows which one is meant
    const bool map = schema.allows("object") && !schema.types.empty();
    if (!map) {
        const bool number = scalar.type() == NodeType::integer;
        const bool fits = (scalar.is_text() && schema.allows("string")) ||
                          (number && schema.allows("integer")) ||
                          (scalar.type() == NodeType::real && schema.allows("number"));
        if (!fits || (schema.pattern && !schema.pattern->matches(scalar.text()))) return {};
        return scalar.is_text() ? spelled(scalar.text()) : std::string(scalar.text());
    }
    std::string name;
    const Schema* member = schema.others;
    if (schema.required.size() == 1) {
        name = schema.required.front();
        member = schema.property(name);
    } else if (!schema.properties.empty() && schema.properties.size() <= most_members) {
        name = schema.properties.front().first;
        member = schema.properties.front().second;
    } else if (schema.property_names != nullptr) {
        name = example_in(schema.property_names->pattern_says);
    }
    if (name.empty() || member == nullptr || deep >= deepest) return {};
    const std::string inner = wrapped(scalar, *member, deep + 1);
    return inner.empty() ? "" : "{" + name + ": " + inner + "}";
}

/// For "name:a" where a map is wanted: the key and its value.
std::optional<std::pair<std::string_view, std::string_view>> glued(Node node,
                                                                   const Schema& schema) {
    const std::string_view text = node.text();
    const std::size_t colon = text.find(':');
    if (!node.is_text() || !node.plain() || colon == text.npos) return std::nullopt;
    const std::string_view key = text.substr(0, colon);
    const Schema* property = schema.property(key);
    if (property == nullptr || property == schema.others) return std::nullopt;
    return std::pair(key, text.substr(colon + 1));
}

std::string map_hint(Node node, const Schema& schema) {
    if (const auto parts = glued(node, schema)) {
        return "a space is missing after the colon: write " +
               printable(std::string(parts->first) + ": " + std::string(parts->second));
    }
    const std::string whole = wrapped(node, schema);
    return whole.empty() ? "" : "write " + printable(whole);
}

} // namespace

std::string types_in_words(const Schema& schema) {
    std::vector<std::string> words;
    for (const std::string& type : schema.types) {
        if (type == "string") words.emplace_back("text");
        if (type == "boolean") words.emplace_back("true or false");
        if (type == "integer") words.emplace_back("a whole number");
        if (type == "number") words.emplace_back("a number");
        if (type == "array") words.emplace_back("a list");
        if (type == "object") words.emplace_back("a map");
    }
    return join(words, " or ");
}

std::string unfit(Node node, const std::string& wanted) {
    if (!node.from_variable()) {
        return "expected " + wanted + ", not " +
               (node.is_text() ? excerpt(node.written()) : printable(node.text()));
    }
    const std::string_view name = sole_variable(node.written());
    return "the value of " +
           (name.empty() ? excerpt(node.written())
                         : "the environment variable " + printable(name)) +
           " is not " + wanted;
}

std::string how_to_add(const std::string& name, const Schema& schema) {
    std::string wanted = schema.pattern_says;
    if (!schema.choices.empty()) wanted = choices_in_words(schema);
    if (schema.constant) wanted = *schema.constant->text();
    if (wanted.empty()) wanted = types_in_words(schema);
    return "add " + name + ":" + (wanted.empty() ? "" : " with " + wanted);
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
    if (!node.is_text()) return schema.allows("string") ? "" : neighbours(node, schema);
    return suggest(node.text(), schema.choices);
}

std::string hint_for_type(Node node, const Schema& schema) {
    if (node.from_variable()) return "what a variable holds is always text; write the value itself";
    const bool words = schema.allows("string");
    if (!schema.choices.empty() && node.is_scalar() && words) {
        const bool same = is_choice(schema, node.text());
        return same && node.type() != NodeType::boolean ? quoting_hint(node)
                                                        : hint_for_choice(node, schema);
    }
    if (node.type() == NodeType::boolean && schema.one_value && !schema.pattern_says.empty()) {
        return "write " + schema.pattern_says;
    }
    if (words && node.is_scalar()) return quoting_hint(node);
    if (schema.allows("boolean") && node.is_text()) return boolean_hint(node);
    if (schema.allows("integer") && node.is_text() &&
        type_of_plain(node.text()) == NodeType::integer) {
        return "write the number without quotes";
    }
    if (schema.allows("array") && node.is_scalar()) {
        return "write it as a list: [" + std::string(printable(node.text())) + "]";
    }
    if (schema.allows("object") && node.is_scalar()) return map_hint(node, schema);
    if (schema.allows("array") && node.is_map()) {
        return "write it as a list: [" + in_one_line(node) + "]";
    }
    return {};
}

std::string in_one_line(Node map) {
    constexpr std::size_t longest = 100;
    std::vector<std::string> members;
    for (const auto& [key, value] : map.entries()) {
        std::string text = "...";
        if (value.is_scalar())
            text = value.plain() ? std::string(value.written()) : in_quotes(value.written());
        members.push_back(std::string(key.text()) + ": " + text);
    }
    const std::string line = "{" + join(members, ", ") + "}";
    return code_points(line) > longest ? "{...}" : printable(line);
}

} // namespace tenantry::manifest
