#include "engine/manifest/elsewhere.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <set>

namespace tenantry::manifest {
namespace {

/// What people look for at Cloudflare and what is not managed here.
struct NotManaged {
    std::string_view name;
    std::string_view what;
};
constexpr std::array<NotManaged, 9> unmanaged = {{
    {"records", "DNS records"},
    {"dns", "DNS records"},
    {"dns_records", "DNS records"},
    {"rules", "rules"},
    {"rulesets", "rules"},
    {"page_rules", "page rules"},
    {"firewall_rules", "firewall rules"},
    {"workers", "Workers"},
    {"custom_hostnames", "custom hostnames"},
}};

/// The path without the envelope that every document has.
std::string within_spec(std::string path) {
    constexpr std::string_view spec = "spec.";
    if (path.starts_with(spec)) path.erase(0, spec.size());
    return path;
}

/// "accounts[].zones" as the field that it stands under: "accounts[]".
std::string parent_of(const std::string& path) {
    const auto dot = path.rfind('.');
    return dot == path.npos ? "" : path.substr(0, dot);
}

/// Whether a field of this schema can be what is meant: `status: {}` is no member's status.
bool could_be(const Schema& field, const Stray& stray) {
    return field.allows(stray.type) || stray.type == "null" || !field.short_form.empty();
}

/// The path of a field below a schema, as "accounts[].zones"; "" when there is none. The nearest to
/// the root wins.
std::string path_of_field(const Stray& stray, const Schema& schema) {
    std::set<const Schema*> seen;
    std::deque<std::pair<const Schema*, std::string>> open = {{&schema, ""}};
    while (!open.empty()) {
        const auto [here, path] = open.front();
        open.pop_front();
        // The members of a value are no fields: "status" does not mean one of a setting's.
        const bool value = here->one_value && here != &schema;
        if (value || !seen.insert(here).second) continue;
        if (here->items != nullptr) open.emplace_back(here->items, path + "[]");
        for (const auto& [member, below] : here->properties) {
            std::string whole = path.empty() ? member : path;
            if (!path.empty()) whole.append(".").append(member);
            if (member == stray.name && here != &schema && could_be(*below, stray)) return whole;
            // What defaults have, and what keep says of it, what they are for has, too.
            if (member != "defaults" && member != "keep")
                open.emplace_back(below, std::move(whole));
        }
    }
    return {};
}

/// "accounts[]" of "accounts[].zones[].name", and what is left: "zones[].name".
std::string_view take_step(std::string_view& path) {
    const std::string_view step = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(step.size() + 1, path.size()));
    return step;
}

/// Whether a map has the field of a path, in which no list lies.
bool has_field(Node map, std::string_view path) {
    std::optional<Node> here = map;
    while (here && !path.empty()) {
        const std::string_view step = take_step(path);
        if (step.ends_with("[]")) return false;
        here = here->find(step);
    }
    return here.has_value();
}

/// Whether a field of the document is one that the stray can be moved to: outside of the lists that
/// the stray lies in, and of no other, and not written yet.
bool is_vacant(const Stray& stray, std::string_view path) {
    Node here = stray.root;
    std::size_t depth = 0;
    while (depth < stray.path.size()) {
        std::string_view rest = path;
        std::string_view step = take_step(rest);
        const bool list = step.ends_with("[]");
        if (list) step.remove_suffix(2);
        const auto below = here.find(step);
        if (stray.path[depth] != step || !below || rest.empty()) break;
        here = *below;
        path = rest;
        if (!list) {
            ++depth;
            continue;
        }
        std::size_t index = 0;
        if (depth + 1 >= stray.path.size()) return false;
        for (const Node item : here.items()) {
            if (stray.path[depth + 1] != fmt::format("[{}]", index++)) continue;
            here = item;
            break;
        }
        depth += 2;
    }
    return !path.contains("[]") && !has_field(here, path);
}

} // namespace

std::string hint_of_place(const Stray& stray, const Schema& schema,
                          std::span<const DocumentSchema> documents) {
    const std::string shown = in_quotes(stray.name);
    const auto indented = [&](const std::string& path) {
        return fmt::format("{} belongs under {}: indent it there ({})", shown, parent_of(path),
                           path);
    };
    const std::string below = path_of_field(stray, schema);
    if (!below.empty() && !has_field(stray.here, below)) return indented(below);
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const auto& [document, root] = documents[i];
        const std::string whole = path_of_field(stray, *root);
        const std::string path = within_spec(whole);
        if (path.empty()) continue;
        if (i == 0 && !parent_of(path).empty() && is_vacant(stray, whole)) return indented(path);
        // Deeper ones of another kind only happen to have the same name.
        if (i == 0 || path.contains('.')) continue;
        std::string kind(document);
        kind.front() = static_cast<char>(kind.front() - 'a' + 'A');
        std::string says = shown;
        says.append(" belongs to a document of kind ").append(kind);
        return says.append(": write it there, under spec");
    }
    return {};
}

std::string hint_if_unmanaged(std::string_view name) {
    const auto found = std::ranges::find(unmanaged, name, &NotManaged::name);
    if (found == unmanaged.end()) return {};
    return std::string(found->what) + " are not managed by tenantry: remove it";
}

} // namespace tenantry::manifest
