#include "engine/manifest/hints.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/manifest/excerpt.hpp"
#include "engine/manifest/schema_check.hpp"
#include "engine/manifest/yaml/yaml.hpp"
#include "engine/products/products.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace tenantry::manifest {

/// A text as YAML has to have it to stay this text.
std::string spelled(std::string_view text) {
    const bool plain = type_of_plain(text) == NodeType::text && !text.empty() &&
                       !std::string_view("&*!|>'\"%@`-? ").contains(text.front()) &&
                       text.find_first_of(":#{}[],\n") == text.npos && !text.ends_with(' ');
    return plain ? std::string(text) : in_quotes(text);
}

namespace {

/// The name of the variable that a value is, and is alone; "" for any other.
std::string_view sole_variable(std::string_view written) {
    constexpr std::string_view before = "${env:";
    const bool alone = written.starts_with(before) && written.find('}') == written.size() - 1;
    return alone ? written.substr(before.size(), written.size() - before.size() - 1)
                 : std::string_view();
}

std::string boolean_hint(Node node) {
    const auto answer = yes_or_no(node.text());
    if (!answer || node.text() == "1" || node.text() == "0") return "";
    const std::string word = *answer ? "true" : "false";
    const bool only_text = node.plain() && ascii_lower(node.text()) != word;
    if (!node.plain()) return fmt::format("write {} without quotes", word);
    return fmt::format(
        "write {}{}", word,
        only_text ? fmt::format("; {} is only text in YAML 1.2", printable(node.text())) : "");
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
    // One of the alternatives has to be written, too: a member has roles.
    const bool more = schema.short_form.empty() && !schema.one_of.empty();
    return inner.empty()
               ? ""
               : fmt::format("{{{}: {}{}}}", name, inner,
                             more ? fmt::format(", {}: [...]", schema.one_of.front()) : "");
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

/// The members that a map demands, with gaps where nothing is known: "{plan: pro, price: ...}". A
/// single value goes to the first that takes it; "" where none does.
std::string demanded(std::optional<Node> scalar, const Schema& schema) {
    std::vector<std::string> members;
    const bool any = !scalar;
    for (const std::string& name : schema.required) {
        std::string written = example_in(schema.property(name)->pattern_says);
        if (scalar && fits(*scalar, *schema.property(name))) {
            written = scalar->is_text() ? spelled(scalar->text()) : std::string(scalar->text());
            scalar.reset();
        }
        members.push_back(fmt::format("{}: {}", name, written.empty() || any ? "..." : written));
    }
    return members.empty() || scalar ? "" : fmt::format("{{{}}}", join(members, ", "));
}

std::string map_hint(Node node, const Schema& schema) {
    if (const auto parts = glued(node, schema)) {
        return "a space is missing after the colon: write " +
               printable(fmt::format("{}: {}", parts->first, parts->second));
    }
    const std::string whole = wrapped(node, schema);
    if (!whole.empty() && holds(whole, schema)) return "write " + printable(whole);
    const std::string with_gaps = demanded(node, schema);
    return with_gaps.empty() ? "" : "write " + printable(with_gaps);
}

/// "{pro: 20}" as an item of a list of maps: what is demanded takes the key, the value, or an
/// example. "" where something would be left over.
std::string as_item(const Entry& entry, const Schema& items) {
    std::vector<std::string> members;
    std::string_view key = entry.key.text();
    std::optional<Node> value = entry.value;
    for (const std::string& name : items.required) {
        const Schema& property = *items.property(name);
        std::string written = example_in(property.pattern_says);
        if (!key.empty() && holds(spelled(key), property)) {
            written = spelled(std::exchange(key, {}));
        } else if (value && value->is_scalar() && fits(*value, property)) {
            written = value->plain() ? std::string(value->text()) : in_quotes(value->text());
            value.reset();
        }
        if (written.empty()) return {};
        members.push_back(name);
        members.back().append(": ").append(written);
    }
    const bool map = value && value->is_map();
    if (map && value->size() > 0) {
        const std::string line = in_one_line(*value);
        members.push_back(line.substr(1, line.size() - 2));
    }
    const bool used = key.empty() && (!value || value->is_null() || map);
    return used ? fmt::format("{{{}}}", join(members, ", ")) : "";
}

/// What to write for a list, where a single item stands, or a map of them.
std::string list_hint(Node node, const Schema& schema) {
    const Schema any;
    const Schema& items = schema.items == nullptr ? any : *schema.items;
    std::vector<std::string> ways;
    if (node.is_scalar()) {
        ways = {std::string(node.text()), spelled(node.text()), wrapped(node, items)};
    } else {
        std::vector<std::string> entries;
        for (const auto& entry : node.entries()) {
            entries.push_back(as_item(entry, items));
            if (entries.back().empty() || entries.size() > 3) entries = {""};
            if (entries.front().empty()) break;
        }
        ways = {in_one_line(node), join(entries, ", ")};
    }
    for (const std::string& way : ways) {
        const std::string whole = fmt::format("[{}]", way);
        if (!way.empty() && holds(whole, schema)) return "write it as a list: " + printable(whole);
    }
    const std::string shape = demanded(std::nullopt, items);
    return shape.empty() ? "" : fmt::format("write a list of maps: [{}]", shape);
}

/// "-name: x" or "-x" where a list is wanted; "" for anything else.
std::string dash_hint(Node node) {
    const bool map = node.is_map() && node.size() > 0;
    const Node first = map ? (*node.entries().begin()).key : node;
    const std::string_view text = first.text();
    if (!first.plain() || text.size() < 2 || !text.starts_with('-')) return {};
    return fmt::format("a space is missing after the dash: write - {}{}{}",
                       printable(text.substr(1)), map ? ": " : "",
                       map ? printable((*node.entries().begin()).value.text()) : "");
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
        return fmt::format("expected {}, not {}", wanted,
                           node.is_text() ? excerpt(node.written()) : printable(node.text()));
    }
    const std::string_view name = sole_variable(node.written());
    return fmt::format("the value of {} is not {}",
                       name.empty() ? excerpt(node.written())
                                    : "the environment variable " + printable(name),
                       wanted);
}

std::string what_to_write(const Schema& schema) {
    if (schema.constant) return *schema.constant->text();
    if (!schema.choices.empty()) return choices_in_words(schema);
    return schema.pattern_says.empty() ? types_in_words(schema) : schema.pattern_says;
}

std::string how_to_add(const std::string& name, const Schema& schema) {
    const std::string wanted = what_to_write(schema);
    return fmt::format("add {}:{}", name, wanted.empty() ? "" : " with " + wanted);
}

bool holds(std::string_view yaml, const Schema& schema) {
    constexpr std::size_t longest = 300; // longer ones are nothing to show
    if (yaml.size() > longest) return false;
    Diagnostics mistakes;
    const std::vector<Document> documents = parse_yaml(Position::nowhere, yaml, mistakes);
    return !mistakes.has_errors() && documents.size() == 1 &&
           fits(documents.front().root(), schema);
}

std::string hint_for_form(Node node, const Schema& schema) {
    if (node.from_variable()) return {};
    const std::string_view text = node.text();
    if (schema.comparison == products::by_plan_class) {
        // "biz" is what ids of the class end in.
        const std::string known = products::plan_class("cf_" + ascii_lower(text));
        if (products::plan_rank(known) && products::is_class_word(known) && holds(known, schema))
            return "write " + known;
        const std::vector<std::string> classes = {"free", "pro", "business", "enterprise"};
        return suggest(text, classes);
    }
    if (schema.comparison == Comparison::domain_name && text.contains("://")) {
        std::string_view name = text.substr(text.find("://") + 3);
        name = name.substr(0, name.find_first_of("/?#:"));
        if (holds(spelled(name), schema)) return "write the name alone: " + printable(name);
    }
    return {};
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
    if (words && node.is_scalar()) {
        if (holds(in_quotes(node.text()), schema)) return quoting_hint(node);
        return schema.pattern_says.empty() ? "" : "write " + schema.pattern_says;
    }
    if (schema.allows("boolean") && node.is_text()) return boolean_hint(node);
    if (schema.allows("integer") && node.is_text() &&
        type_of_plain(node.text()) == NodeType::integer) {
        return "write the number without quotes";
    }
    if (schema.allows("array") && !node.is_sequence()) {
        const std::string dash = dash_hint(node);
        return dash.empty() ? list_hint(node, schema) : dash;
    }
    if (schema.allows("object") && node.is_scalar()) return map_hint(node, schema);
    if (node.is_sequence() && node.size() == 1) {
        const Node item = *node.items().begin();
        if (item.is_scalar() && fits(item, schema))
            return "write the value itself and no list: " + printable(item.text());
    }
    return {};
}

std::string hint_of_shape(const Schema& schema) {
    if (schema.properties.empty() || !schema.allows("object")) return {};
    const auto& [name, property] = schema.properties.front();
    const bool list = property->items != nullptr;
    const Schema& inner = list ? *property->items : *property;
    const std::string value = inner.pattern_says.contains("environment variable") ? "NAME" : "...";
    return fmt::format("write {{{}: {}}}", name, list ? fmt::format("[{}]", value) : value);
}

std::string in_one_line(Node map) {
    constexpr std::size_t longest = 100;
    std::vector<std::string> members;
    for (const auto& [key, value] : map.entries()) {
        std::string text = "...";
        if (value.is_scalar())
            text = value.plain() ? std::string(value.written()) : in_quotes(value.written());
        members.push_back(fmt::format("{}: {}", key.text(), text));
    }
    const std::string line = fmt::format("{{{}}}", join(members, ", "));
    return code_points(line) > longest ? "{...}" : printable(line);
}

} // namespace tenantry::manifest
