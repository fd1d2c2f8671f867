#include "engine/manifest/schema_check.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/manifest/domain.hpp"
#include "engine/manifest/excerpt.hpp"
#include "engine/manifest/hints.hpp"
#include "engine/manifest/schema_checker.hpp"
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

std::string_view without_minus(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return text;
}

std::string bound(const std::optional<double>& limit) {
    return limit ? std::to_string(static_cast<std::int64_t>(*limit)) : "any";
}

} // namespace

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

bool takes(const Schema& schema, Node node) {
    if (schema.allows(schema_type(node.type()))) return true;
    return node.type() == NodeType::real && schema.allows("integer") &&
           decimal_integer(node).has_value();
}

void Checker::check(Node node, const Schema& schema) {
    if (takes_short_form(node, schema)) {
        return check(node, *schema.property(schema.short_form));
    }
    // Of what was not read as it is written the reader has told.
    if (node.has_gap() && (node.is_scalar() || !takes(schema, node))) return;
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

void Checker::add(Node node, std::string code, std::string summary, std::string hint) {
    diagnostics_.add({.code = "manifest." + std::move(code),
                      .summary = std::move(summary),
                      .hint = std::move(hint),
                      .position = node.position()});
}

void Checker::null(Node node, const Schema& schema) {
    const std::string wanted =
        schema.choices.empty() ? types_in_words(schema) : choices_in_words(schema);
    std::string hint = "write " + what_to_write(schema);
    if (without_ == Without::as_it_is)
        hint = "write a value, or remove the line to leave the field alone";
    if (without_ == Without::by_default)
        hint += ", or remove the line to take it from a profile or the Tenant document's defaults";
    if (without_ == Without::shorter_list) hint += ", or remove the empty item";
    add(node, "null", "a value is missing" + (wanted.empty() ? "" : ": expected " + wanted), hint);
}

void Checker::wrong_type(Node node, const Schema& schema) {
    const std::string wanted =
        schema.choices.empty() ? types_in_words(schema) : choices_in_words(schema);
    add(node, "type", "expected " + wanted + ", not " + found_words(node),
        !hints_         ? ""
        : shows_values_ ? hint_for_type(node, schema)
                        : hint_of_shape(schema));
}

void Checker::constant(Node node, const Schema& schema) {
    if (to_json(node) == *schema.constant) return;
    const std::string wanted = *schema.constant->text();
    add(node, "value", "expected " + wanted + ", not " + found_words(node), "write " + wanted);
}

void Checker::choice(Node node, const Schema& schema) {
    const std::string text = node.is_text() ? std::string(node.text()) : to_text(to_json(node));
    if (std::ranges::find(schema.choices, text) != schema.choices.end()) return;
    std::string hint = hints_ && shows_values_ ? hint_for_choice(node, schema) : "";
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

void Checker::text(Node node, const Schema& schema) {
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
                                   : schema.pattern_says),
                   hints_ && shows_values_ ? hint_for_form(node, schema) : "");
    }
    if (schema.comparison == Comparison::domain_name) domain(node, schema);
}

void Checker::domain(Node node, const Schema& schema) {
    const std::string why = why_no_domain(node.text());
    if (why.empty()) return;
    const std::string wanted = "a domain name: " + why;
    add(node, "value",
        node.from_variable() ? unfit(node, wanted) : excerpt(node.written()) + " is not " + wanted,
        hints_ && shows_values_ ? hint_for_form(node, schema) : "");
}

void Checker::integer(Node node, const Schema& schema) {
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

void Checker::real(Node node, const Schema& schema) {
    if (const auto value = real_number(node.text())) return range(node, *value, schema);
    add(node, "value",
        "expected a number with digits that is neither too large nor too small, not " +
            printable(node.text()));
}

void Checker::range(Node node, double number, const Schema& schema) {
    const bool inside = number >= schema.minimum.value_or(-std::numeric_limits<double>::max()) &&
                        number <= schema.maximum.value_or(std::numeric_limits<double>::max());
    if (inside) return;
    const bool bounded = schema.minimum || schema.maximum;
    add(node, "value", "the number " + printable(node.text()) + " is out of range",
        bounded ? "write a number from " + bound(schema.minimum) + " to " + bound(schema.maximum)
                : "write a finite number");
}

void Checker::sequence(Node node, const Schema& schema) {
    if (node.size() < schema.min_items && !node.has_gap()) {
        add(node, "value", "the list needs at least " + counted(schema.min_items, "item"));
    }
    std::set<std::string> seen;
    std::size_t index = 0;
    for (const Node item : node.items()) {
        path_.push_back("[" + std::to_string(index++) + "]");
        const Without around = std::exchange(without_, Without::shorter_list);
        if (schema.items != nullptr) check(item, *schema.items);
        without_ = around;
        path_.pop_back();
        if (item.unresolved()) continue;
        if (!schema.unique_items || seen.insert(to_text(to_json(item))).second) continue;
        add(item, "duplicate-item", excerpt(item.written()) + " stands twice in this list",
            "remove one of them");
    }
}

bool takes_short_form(Node node, const Schema& schema) {
    return !schema.short_form.empty() && node.is_scalar() && !node.is_null() &&
           schema.allows(schema_type(node.type()));
}

void check(Node node, const Schema& schema, Diagnostics& diagnostics,
           std::span<const DocumentSchema> documents) {
    Checker(node, diagnostics, documents).check(node, schema);
}

void check_without_values(Node node, const Schema& schema, Diagnostics& diagnostics) {
    Checker checker(node, diagnostics, {});
    checker.without_values();
    checker.check(node, schema);
}

bool fits(Node node, const Schema& schema) {
    Diagnostics mistakes;
    Checker checker(node, mistakes, {});
    checker.without_hints();
    checker.check(node, schema);
    return !mistakes.has_errors();
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
