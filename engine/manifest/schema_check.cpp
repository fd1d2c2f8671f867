#include "engine/manifest/schema_check.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/manifest/excerpt.hpp"
#include "engine/manifest/variables.hpp"
#include "engine/manifest/yaml.hpp"
#include "engine/model/canonical.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

namespace tenantry::manifest {
namespace {

constexpr std::size_t longest_label = 63;

std::string_view schema_type(NodeType type) {
    switch (type) {
    case NodeType::null: return "null";
    case NodeType::boolean: return "boolean";
    case NodeType::integer: return "integer";
    case NodeType::real: return "number";
    case NodeType::text: return "string";
    case NodeType::sequence: return "array";
    case NodeType::map: return "object";
    }
    return "";
}

std::string words_for(const Schema& schema) {
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

/// What stands there, for "expected ..., not ...".
std::string found_words(Node node) {
    if (!node.is_scalar()) return std::string(describe(node.type()));
    if (node.is_text()) return "text " + excerpt(node.written());
    return std::string(describe(node.type())) + " (" + printable(node.text()) + ")";
}

/// What a real number says; nothing where it says no number, or one that is out of range.
std::optional<double> real_number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    if (!whole || !std::isfinite(value)) return std::nullopt;
    return value;
}

class Checker {
public:
    explicit Checker(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    void check(Node node, const Schema& schema) {
        if (takes_short_form(node, schema)) {
            return check(node, *schema.property(schema.short_form));
        }
        if (node.is_null() && !schema.allows("null")) return null(node, schema);
        if (!schema.allows(schema_type(node.type()))) return wrong_type(node, schema);
        if (node.unresolved()) return;
        if (schema.constant) constant(node, schema);
        if (!schema.choices.empty()) choice(node, schema);
        if (node.is_text()) text(node, schema);
        if (node.type() == NodeType::integer) integer(node, schema);
        if (node.type() == NodeType::real) real(node, schema);
        if (node.is_sequence()) sequence(node, schema);
        if (node.is_map()) map(node, schema);
    }

private:
    void add(Node node, std::string code, std::string summary, std::string hint = "") {
        diagnostics_.add({.code = "manifest." + std::move(code),
                          .summary = std::move(summary),
                          .hint = std::move(hint),
                          .position = node.position()});
    }

    void null(Node node, const Schema& schema) {
        const std::string wanted = words_for(schema);
        add(node, "null", "a value is missing" + (wanted.empty() ? "" : ": expected " + wanted),
            "write a value, or remove the line to leave the field alone");
    }

    void wrong_type(Node node, const Schema& schema) {
        std::string hint;
        if (node.from_variable()) {
            hint = "what a variable holds is always text; write the value itself";
        } else if (node.type() == NodeType::boolean && schema.whole) {
            hint = "write " + schema.pattern_says;
        } else if (schema.allows("string") && node.is_scalar()) {
            hint = quoting_hint(node);
        } else if (schema.allows("boolean") && node.is_text()) {
            hint = boolean_hint(node);
        } else if (schema.allows("integer") && node.is_text() &&
                   type_of_plain(node.text()) == NodeType::integer) {
            hint = "write the number without quotes";
        } else if (schema.allows("array") && node.is_scalar()) {
            hint = "write it as a list: [" + std::string(printable(node.text())) + "]";
        }
        add(node, "type", "expected " + words_for(schema) + ", not " + found_words(node), hint);
    }

    static std::string boolean_hint(Node node) {
        const std::string word = ascii_lower(node.text());
        const bool yes = word == "yes" || word == "on" || word == "y" || word == "true";
        const bool no = word == "no" || word == "off" || word == "n" || word == "false";
        if (!yes && !no) return "";
        const std::string answer = yes ? "true" : "false";
        if (!node.plain()) return "write " + answer + " without quotes";
        return "write " + answer + "; " + printable(node.text()) + " is only text in YAML 1.2";
    }

    void constant(Node node, const Schema& schema) {
        if (to_json(node) == *schema.constant) return;
        const std::string wanted = *schema.constant->text();
        add(node, "value", "expected " + wanted + ", not " + found_words(node), "write " + wanted);
    }

    void choice(Node node, const Schema& schema) {
        if (std::ranges::find(schema.choices, node.text()) != schema.choices.end()) return;
        add(node, "value",
            "expected " + join(schema.choices, " or ") + ", not " + excerpt(node.written()),
            node.from_variable() ? "" : suggest(node.text(), schema.choices));
    }

    void text(Node node, const Schema& schema) {
        const std::size_t length = code_points(node.text());
        if (length < schema.min_length) {
            return add(node, "value", length == 0 ? "the text is empty" : "the text is too short",
                       "write at least " + counted(schema.min_length, "character"));
        }
        if (length > schema.max_length) {
            return add(node, "value",
                       "the text has " + std::to_string(length) + " characters; at most " +
                           std::to_string(schema.max_length) + " are allowed");
        }
        if (schema.pattern && !schema.pattern->matches(node.text())) {
            return add(node, "value",
                       schema.pattern_says.empty()
                           ? "expected text of the form " + schema.pattern->text() + ", not " +
                                 excerpt(node.written())
                           : "expected " + schema.pattern_says + ", not " +
                                 excerpt(node.written()));
        }
        if (schema.comparison == Comparison::domain_name) domain(node);
    }

    void domain(Node node) {
        const auto name = canonical_domain(node.text());
        std::string why = name ? "" : name.error();
        if (name && name->size() > 253) why = "it is longer than 253 characters";
        for (std::string_view rest = name ? *name : std::string_view(); !rest.empty();) {
            const auto dot = rest.find('.');
            const std::string_view label = rest.substr(0, dot);
            if (label.empty()) why = "two dots follow each other";
            if (label.size() > longest_label) why = "a label is longer than 63 characters";
            if (label.starts_with('-') || label.ends_with('-'))
                why = "a label begins or ends with -";
            if (label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") !=
                std::string_view::npos) {
                why = "only letters, digits and hyphens may stand between the dots";
            }
            rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
        }
        if (!why.empty()) {
            add(node, "value", excerpt(node.written()) + " is not a domain name: " + why);
        }
    }

    void integer(Node node, const Schema& schema) {
        if (const auto value = decimal_integer(node)) {
            return range(node, static_cast<double>(*value), schema);
        }
        const std::string_view digits = without_minus(node.text());
        if (digits.find_first_not_of("0123456789") == digits.npos && !digits.starts_with('0')) {
            return add(node, "value", "the number " + printable(node.text()) + " is too large",
                       "whole numbers reach to " +
                           std::to_string(std::numeric_limits<std::int64_t>::max()));
        }
        add(node, "type", "the number " + printable(node.text()) + " can be read in several ways",
            "write a whole number in decimal digits, without a leading zero");
    }

    static std::string_view without_minus(std::string_view text) {
        if (text.starts_with('-')) text.remove_prefix(1);
        return text;
    }

    void real(Node node, const Schema& schema) {
        if (const auto value = real_number(node.text())) return range(node, *value, schema);
        add(node, "value",
            "expected a number with digits that is neither too large nor too small, not " +
                printable(node.text()));
    }

    void range(Node node, double number, const Schema& schema) {
        const bool inside =
            number >= schema.minimum.value_or(-std::numeric_limits<double>::max()) &&
            number <= schema.maximum.value_or(std::numeric_limits<double>::max());
        if (inside) return;
        const bool bounded = schema.minimum || schema.maximum;
        add(node, "value", "the number " + printable(node.text()) + " is out of range",
            bounded
                ? "write a number from " + bound(schema.minimum) + " to " + bound(schema.maximum)
                : "write a finite number");
    }

    static std::string bound(const std::optional<double>& limit) {
        return limit ? std::to_string(static_cast<std::int64_t>(*limit)) : "any";
    }

    void sequence(Node node, const Schema& schema) {
        if (node.size() < schema.min_items) {
            add(node, "value", "the list needs at least " + counted(schema.min_items, "item"));
        }
        std::set<std::string> seen;
        for (const Node item : node.items()) {
            if (schema.items != nullptr) check(item, *schema.items);
            if (item.unresolved()) continue;
            if (!schema.unique_items || seen.insert(to_text(to_json(item))).second) continue;
            add(item, "duplicate-item", excerpt(item.written()) + " stands twice in this list",
                "remove one of them");
        }
    }

    void map(Node node, const Schema& schema) {
        if (schema.closed) {
            alternatives(node, schema);
        } else if (node.size() > schema.max_properties) {
            return add(node, "value",
                       "the map has " + std::to_string(node.size()) + " entries; at most " +
                           std::to_string(schema.max_properties) + " are allowed");
        }
        for (const auto& [key, value] : node.entries()) {
            // An empty key is no field, and still a member of a map that takes any.
            const Schema* property =
                key.text().empty() ? schema.others : schema.property(key.text());
            if (schema.property_names != nullptr) text(key, *schema.property_names);
            if (property != nullptr) {
                if (has_variable(key.text())) variable_in_key(key);
                check(value, *property);
            } else if (schema.closed) {
                unknown(key, schema);
            }
        }
        for (const std::string& name : schema.required) {
            if (!node.find(name)) add(node, "missing-field", in_quotes(name) + " is missing here");
        }
    }

    /// A map whose members are known may want one of them and no second.
    void alternatives(Node node, const Schema& schema) {
        if (node.size() < schema.min_properties)
            add(node, "alternatives",
                "one of " + join(names_in(schema), " or ") + " is missing here");
        if (node.size() > schema.max_properties)
            add(node, "alternatives",
                "only one of " + join(names_in(schema), " and ") + " can stand here");
    }

    static std::vector<std::string> names_in(const Schema& schema) {
        std::vector<std::string> names;
        for (const auto& [name, property] : schema.properties)
            names.push_back(name);
        return names;
    }

    void variable_in_key(Node key) {
        add(key, "variable", "variables (${...}) are not known in keys",
            "write the key itself; values can have variables");
    }

    void unknown(Node key, const Schema& schema) {
        const std::vector<std::string> names = names_in(schema);
        std::string hint = suggest(key.text(), names);
        if (hint.empty()) hint = "known here are " + join(names, ", ");
        add(key, "unknown-field", "unknown field " + excerpt(key.text()), hint);
    }

    Diagnostics& diagnostics_;
};

} // namespace

bool takes_short_form(Node node, const Schema& schema) {
    return !schema.short_form.empty() && node.is_scalar() && !node.is_null() &&
           schema.allows(schema_type(node.type()));
}

void check(Node node, const Schema& schema, Diagnostics& diagnostics) {
    Checker(diagnostics).check(node, schema);
}

Json to_json(Node node) {
    switch (node.type()) {
    case NodeType::null: return {};
    case NodeType::boolean: return Json(boolean(node).value_or(false));
    case NodeType::integer:
        if (const auto value = decimal_integer(node)) return Json(*value);
        return {}; // a mistake, which check() has told
    case NodeType::real:
        if (const auto value = real_number(node.text())) return Json(*value);
        return {};
    case NodeType::text: return Json(node.text());
    case NodeType::sequence: {
        JsonArray items;
        for (const Node item : node.items())
            items.push_back(to_json(item));
        return Json(std::move(items));
    }
    case NodeType::map: break;
    }
    JsonObject members;
    for (const auto& [key, value] : node.entries()) {
        members.emplace_back(key.text(), to_json(value));
    }
    return Json(std::move(members));
}

} // namespace tenantry::manifest
