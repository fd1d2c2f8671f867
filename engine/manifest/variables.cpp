#include "engine/manifest/variables.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/manifest/excerpt.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::manifest {
namespace {

constexpr std::string_view opening = "${";
constexpr std::string_view escaped = "$${";
constexpr std::string_view known_forms =
    "known is ${env:NAME}, the value of an environment variable; for \"${\" itself write $${";
constexpr std::size_t most_growth = 4U << 20U; // of one file, as much as a file may be long

bool is_name(std::string_view text) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
    return !text.empty() && letters.contains(text.front()) &&
           std::ranges::all_of(
               text, [&](char c) { return letters.contains(c) || (c >= '0' && c <= '9'); });
}

/// The names that are allowed.
std::vector<std::string> names_of(const Variables& variables) {
    std::vector<std::string> names;
    names.reserve(variables.environment.size() + 1);
    for (const auto& [allowed, value] : variables.environment)
        names.push_back(allowed);
    return names;
}

/// What to write into the configuration so that one more name is allowed.
std::string line_to_add(const Variables& variables, std::string_view name) {
    std::vector<std::string> names = names_of(variables);
    names.emplace_back(name);
    return fmt::format("variables: {{env: [{}]}}", join(names, ", "));
}

std::string hint_to_allow(const Variables& variables, std::string_view name) {
    const std::string line = line_to_add(variables, name);
    if (variables.configuration.empty())
        return "name the operator's configuration with --config; under its spec, write " + line;
    const std::string near = suggest(name, names_of(variables));
    return fmt::format("{}, write {} under spec in {}",
                       near.empty() ? "to allow it" : near + " To allow this one", line,
                       variables.configuration);
}

/// A list of scalars as it was written; null for any other.
Json list_as_written(Node list) {
    JsonArray items;
    for (const Node item : list.items()) {
        if (!item.is_scalar()) return {};
        items.emplace_back(item.written());
    }
    return Json(std::move(items));
}

} // namespace

bool has_variable(std::string_view text) { return text.contains(opening); }

void Expander::add(Node node, std::string summary, std::string hint) {
    diagnostics_.add({.code = "manifest.variable",
                      .summary = std::move(summary),
                      .hint = std::move(hint),
                      .position = node.position()});
}

std::optional<std::string_view> Expander::value_of(std::string_view reference, Node node) {
    constexpr std::string_view environment = "env:";
    const std::string_view name =
        reference.starts_with(environment) ? reference.substr(environment.size()) : "";
    if (!is_name(name)) {
        add(node, "unknown variable " + excerpt(fmt::format("${{{}}}", reference)),
            std::string(known_forms));
        return std::nullopt;
    }
    const auto found = variables_.environment.find(name);
    if (found == variables_.environment.end()) {
        const bool configured = !variables_.configuration.empty();
        add(node,
            fmt::format("the environment variable {} is not allowed here{}", excerpt(name),
                        configured ? "" : ": no configuration allows any"),
            hint_to_allow(variables_, name));
        return std::nullopt;
    }
    const std::string& value = found->second;
    if (value.empty()) {
        add(node, fmt::format("the environment variable {} is not set, or empty", in_quotes(name)),
            "set it where tenantry is started");
        return std::nullopt;
    }
    if (first_invalid_utf8(value) != std::string::npos) {
        add(node,
            fmt::format("the environment variable {} does not hold UTF-8 text", in_quotes(name)),
            "correct its value where it is set");
        return std::nullopt;
    }
    grown_ += value.size();
    if (grown_ <= most_growth) return value;
    if (grown_ - value.size() <= most_growth) {
        add(node, "the variables in this file hold more than 4 MiB of text together",
            "use them less often, or shorten what they hold");
    }
    return std::nullopt;
}

bool Expander::expand_scalar(Tree& tree, Node node) {
    const std::string_view text = node.text();
    std::string expanded;
    bool resolved = true;
    bool has_value = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        if (rest.starts_with(escaped)) {
            expanded += opening;
            at += escaped.size();
            continue;
        }
        if (!rest.starts_with(opening)) {
            expanded += rest.front();
            ++at;
            continue;
        }
        const auto end = rest.find('}');
        if (end == std::string_view::npos) {
            add(node, "a variable begins with \"${\" here and has no \"}\"",
                std::string(known_forms));
            resolved = false;
            break;
        }
        const auto value = value_of(rest.substr(2, end - 2), node);
        has_value = true;
        resolved = resolved && value.has_value();
        if (value) expanded += *value;
        at += end + 1;
    }
    const bool keep = has_value || !resolved;
    tree.rewrite(node.index(), resolved ? expanded : "",
                 keep ? std::optional(Tree::Rewritten{std::string(text), resolved}) : std::nullopt);
    return has_value && resolved;
}

bool Expander::expand(Tree& tree, Node node) {
    bool expanded = false;
    if (node.is_text() && has_variable(node.text())) {
        expanded = expand_scalar(tree, node);
        if (expanded) written_.emplace(node.position(), Json(node.written()));
    }
    for (const auto& [key, value] : node.entries())
        expand(tree, value);
    bool in_items = false;
    for (const Node item : node.items())
        in_items = expand(tree, item) || in_items;
    if (!in_items) return expanded;
    Json list = list_as_written(node);
    if (!list.is_null()) written_.emplace(node.position(), std::move(list));
    return expanded;
}

void Expander::expand(Tree& tree) { expand(tree, tree.root()); }

void refuse_variables(Tree& tree, Node node, Diagnostics& diagnostics) {
    if (node.is_text() && has_variable(node.text())) {
        diagnostics.add({.code = "manifest.variable",
                         .summary = "variables (${...}) are not known here",
                         .hint = "write the value itself",
                         .position = node.position()});
        tree.rewrite(node.index(), "", Tree::Rewritten{std::string(node.text()), false});
    }
    for (const auto& [key, value] : node.entries())
        refuse_variables(tree, value, diagnostics);
    for (const Node item : node.items())
        refuse_variables(tree, item, diagnostics);
}

} // namespace tenantry::manifest
