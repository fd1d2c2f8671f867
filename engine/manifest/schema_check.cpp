#include "engine/manifest/schema_check.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/manifest/domain.hpp"
#include "engine/manifest/excerpt.hpp"
#include "engine/manifest/hints.hpp"
#include "engine/manifest/variables.hpp"
#include "engine/manifest/yaml.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace tenantry::manifest {
namespace {

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

/// Whether a schema takes the type of a node: 1.0 and 6e1 are whole numbers, too.
bool takes(const Schema& schema, Node node) {
    if (schema.allows(schema_type(node.type()))) return true;
    return node.type() == NodeType::real && schema.allows("integer") &&
           decimal_integer(node).has_value();
}

class Checker {
public:
    Checker(Diagnostics& diagnostics, std::span<const DocumentSchema> documents)
        : diagnostics_(diagnostics), documents_(documents) {}

    void check(Node node, const Schema& schema) {
        if (takes_short_form(node, schema)) {
            return check(node, *schema.property(schema.short_form));
        }
        if (node.is_null() && !schema.allows("null")) return null(node, schema);
        if (!takes(schema, node)) return wrong_type(node, schema);
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
        const std::string wanted =
            schema.choices.empty() ? types_in_words(schema) : choices_in_words(schema);
        add(node, "null", "a value is missing" + (wanted.empty() ? "" : ": expected " + wanted),
            "write a value, or remove the line to leave the field alone");
    }

    void wrong_type(Node node, const Schema& schema) {
        const std::string wanted =
            schema.choices.empty() ? types_in_words(schema) : choices_in_words(schema);
        add(node, "type", "expected " + wanted + ", not " + found_words(node),
            hint_for_type(node, schema));
    }

    void constant(Node node, const Schema& schema) {
        if (to_json(node) == *schema.constant) return;
        const std::string wanted = *schema.constant->text();
        add(node, "value", "expected " + wanted + ", not " + found_words(node), "write " + wanted);
    }

    void choice(Node node, const Schema& schema) {
        const std::string text = node.is_text() ? std::string(node.text()) : to_text(to_json(node));
        if (std::ranges::find(schema.choices, text) != schema.choices.end()) return;
        std::string hint = hint_for_choice(node, schema);
        const bool kept = std::ranges::find(path_, "keep") != path_.end();
        if (!open_ || kept || !may_be_newer(node)) {
            return add(node, "value", unfit(node, choices_in_words(schema)), std::move(hint));
        }
        diagnostics_.add({.severity = Severity::warning,
                          .code = "manifest.undocumented",
                          .summary = "Cloudflare's document has " + choices_in_words(schema) +
                                     " here, and not this: it is taken as it is written",
                          .hint = hint.empty() ? "check the value: it may be new" : std::move(hint),
                          .position = node.position()});
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
                       unfit(node, schema.pattern_says.empty()
                                       ? "text of the form " + schema.pattern->text()
                                       : schema.pattern_says));
        }
        if (schema.comparison == Comparison::domain_name) domain(node);
    }

    void domain(Node node) {
        const std::string why = why_no_domain(node.text());
        if (why.empty()) return;
        const std::string wanted = "a domain name: " + why;
        add(node, "value",
            node.from_variable() ? unfit(node, wanted)
                                 : excerpt(node.written()) + " is not " + wanted);
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
        std::size_t index = 0;
        for (const Node item : node.items()) {
            path_.push_back("[" + std::to_string(index++) + "]");
            if (schema.items != nullptr) check(item, *schema.items);
            path_.pop_back();
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
        std::vector<Entry> unknown;
        for (const Entry entry : node.entries()) {
            const auto& [key, value] = entry;
            // An empty key is no field, and still a member of a map that takes any.
            const Schema* property =
                key.text().empty() ? schema.others : schema.property(key.text());
            if (schema.property_names != nullptr) text(key, *schema.property_names);
            if (property == nullptr) {
                if (schema.closed) unknown.push_back(entry);
                continue;
            }
            if (has_variable(key.text())) variable_in_key(key);
            if (property == schema.others && schema.names_some()) {
                if (flattened(node, entry, schema)) return;
                undocumented(entry, schema);
            }
            path_.emplace_back(key.text());
            const bool around = std::exchange(open_, schema.names_some());
            check(value, *property);
            open_ = around;
            path_.pop_back();
        }
        members(node, schema, unknown);
    }

    /// What stands in a map that is not known, and what is missing.
    void members(Node node, const Schema& schema, const std::vector<Entry>& unknown) {
        std::vector<std::string> missing;
        for (const std::string& name : schema.required) {
            if (!node.find(name)) missing.push_back(name);
        }
        if (missing.size() == 1 && unknown.size() == 1 &&
            is_misnamed(unknown.front(), missing.front(), schema)) {
            const Node key = unknown.front().key;
            return add(key, "unknown-field", "unknown field " + excerpt(key.text()),
                       "write " + missing.front() + ": in its place");
        }
        for (const Entry& entry : unknown)
            this->unknown(entry, schema);
        for (const std::string& name : missing) {
            add(node, "missing-field",
                in_quotes(name) + " is missing here" +
                    (path_.empty() ? "" : ": " + printable(place_of(name))),
                how_to_add(name, *schema.property(name)));
        }
    }

    /// `- zone: a.example` for `- name: a.example`: one mistake, not two.
    bool is_misnamed(const Entry& entry, const std::string& missing, const Schema& schema) const {
        const std::string key(entry.key.text());
        if (!takes(*schema.property(missing), entry.value)) return false;
        if (key == schema.file) return true;
        const std::string near = nearest(key, names_in(schema));
        return near == missing ||
               (near.empty() && hint_of_place(stray(entry), schema, documents_).empty());
    }

    /// "spec.accounts[1].zones[0].name".
    std::string place_of(const std::string& name) const {
        std::string place;
        for (const std::string& step : path_) {
            if (!place.empty() && !step.starts_with('[')) place += '.';
            place += step;
        }
        return place + "." + name;
    }

    /// Members that belong one map further down, as those of strict_transport_security right under
    /// security_header: told once, with the whole to write.
    bool flattened(Node node, const Entry& entry, const Schema& schema) {
        if (schema.properties.size() != 1) return false;
        const auto& [name, wrapper] = schema.properties.front();
        const Schema* inner = wrapper->property(entry.key.text());
        if (inner == nullptr || inner == wrapper->others) return false;
        add(entry.key, "unknown-field", excerpt(entry.key.text()) + " stands under " + name,
            "write {" + name + ": " + in_one_line(node) + "}");
        return true;
    }

    /// Names that no document has are taken as they are: what is new at Cloudflare must not wait
    /// for us. What a guard keeps is judged with all that manifests write.
    void undocumented(const Entry& entry, const Schema& schema) {
        const auto& [key, value] = entry;
        if (std::ranges::find(path_, "keep") != path_.end()) return;
        const Schema* form = schema.property_names;
        if (form != nullptr && form->pattern && !form->pattern->matches(key.text())) return;
        const std::string near = suggest(key.text(), names_in(schema));
        diagnostics_.add({.severity = Severity::warning,
                          .code = "manifest.undocumented",
                          .summary = "Cloudflare's document has no " + excerpt(key.text()) +
                                     " here: it is taken as it is written",
                          .hint = near.empty() ? "check the id: it may be new, or withdrawn" : near,
                          .position = key.position(),
                          .value = value.position()});
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
        names.reserve(schema.properties.size());
        for (const auto& [name, property] : schema.properties)
            names.push_back(name);
        return names;
    }

    void variable_in_key(Node key) {
        add(key, "variable", "variables (${...}) are not known in keys",
            "write the key itself; values can have variables");
    }

    static Stray stray(const Entry& entry) {
        return {entry.key.text(), schema_type(entry.value.type())};
    }

    void unknown(const Entry& entry, const Schema& schema) {
        const std::vector<std::string> names = names_in(schema);
        // Within a map of that name it is no field that went astray.
        const bool inside = std::ranges::find(path_, entry.key.text()) != path_.end();
        std::string hint = inside ? "" : hint_of_place(stray(entry), schema, documents_);
        if (hint.empty()) hint = suggest(entry.key.text(), names);
        if (hint.empty()) hint = "known here are " + join(names, ", ");
        add(entry.key, "unknown-field", "unknown field " + excerpt(entry.key.text()), hint);
    }

    Diagnostics& diagnostics_;
    std::span<const DocumentSchema> documents_;
    std::vector<std::string> path_; // to the node that is checked
    bool open_ = false;             // in a map that takes what no document has
};

} // namespace

bool takes_short_form(Node node, const Schema& schema) {
    return !schema.short_form.empty() && node.is_scalar() && !node.is_null() &&
           schema.allows(schema_type(node.type()));
}

void check(Node node, const Schema& schema, Diagnostics& diagnostics,
           std::span<const DocumentSchema> documents) {
    Checker(diagnostics, documents).check(node, schema);
}

Json to_json(Node node) {
    switch (node.type()) {
    case NodeType::null: return {};
    case NodeType::boolean: return Json(boolean(node).value_or(false));
    case NodeType::integer:
        if (const auto value = decimal_integer(node)) return Json(*value);
        return {}; // a mistake, which check() has told
    case NodeType::real:
        // The API writes whole numbers without a point, whatever way they were written here.
        if (const auto value = decimal_integer(node)) return Json(*value);
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
