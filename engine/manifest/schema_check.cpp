#include "engine/manifest/schema_check.hpp"

#include "engine/base/text.hpp"
#include "engine/manifest/excerpt.hpp"
#include "engine/manifest/hints.hpp"
#include "engine/manifest/schema_checker.hpp"
#include "engine/manifest/yaml/yaml.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

namespace tenantry::manifest {

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
    if (schema.constant) add(node, complaint_about_constant(node, schema));
    if (!schema.choices.empty()) choice(node, schema);
    if (node.is_text())
        add(node, complaint_about_text(node, schema, at_.hints && at_.shows_values));
    add(node, complaint_about_number(node, schema));
    if (node.is_sequence()) sequence(node, schema);
    if (node.is_map()) map(node, schema);
}

void Checker::add(Node node, std::string code, std::string summary, std::string hint) {
    diagnostics_.add({.code = "manifest." + std::move(code),
                      .summary = std::move(summary),
                      .hint = std::move(hint),
                      .position = node.position()});
}

void Checker::add(Node node, std::optional<Complaint> complaint) {
    if (!complaint) return;
    add(node, std::move(complaint->code), std::move(complaint->summary),
        std::move(complaint->hint));
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
    add(node, "null",
        fmt::format("a value is missing{}", wanted.empty() ? "" : ": expected " + wanted), hint);
}

void Checker::wrong_type(Node node, const Schema& schema) {
    const std::string wanted =
        schema.choices.empty() ? types_in_words(schema) : choices_in_words(schema);
    add(node, "type", fmt::format("expected {}, not {}", wanted, found_words(node)),
        !at_.hints         ? ""
        : at_.shows_values ? hint_for_type(node, schema)
                           : hint_of_shape(schema));
}

void Checker::choice(Node node, const Schema& schema) {
    const std::string text = node.is_text() ? std::string(node.text()) : to_text(to_json(node));
    if (std::ranges::find(schema.choices, text) != schema.choices.end()) return;
    std::string hint = at_.hints && at_.shows_values ? hint_for_choice(node, schema) : "";
    const bool kept = std::ranges::find(at_.path, "keep") != at_.path.end();
    if (!open_ || kept || !may_be_newer(node)) {
        return add(node, "value", unfit(node, choices_in_words(schema)), std::move(hint));
    }
    diagnostics_.add(
        {.severity = Severity::warning,
         .code = "manifest.undocumented",
         .summary = fmt::format(
             "Cloudflare's document has {} here, and not this: it is taken as it is written",
             choices_in_words(schema)),
         .hint = hint.empty() ? "check the value: it may be new" : std::move(hint),
         .position = node.position()});
}

void Checker::sequence(Node node, const Schema& schema) {
    if (node.size() < schema.min_items && !node.has_gap()) {
        add(node, "value", "the list needs at least " + counted(schema.min_items, "item"));
    }
    std::set<std::string> seen;
    std::size_t index = 0;
    for (const Node item : node.items()) {
        at_.path.push_back(fmt::format("[{}]", index++));
        const Without around = std::exchange(without_, Without::shorter_list);
        if (schema.items != nullptr) check(item, *schema.items);
        without_ = around;
        at_.path.pop_back();
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
