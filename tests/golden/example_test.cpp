// manifests/ shows every field of the schemas of manifests, so that a field without an example
// fails.
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/places.hpp"

#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

using namespace tenantry;

namespace {

/// What can be shown of a schema: a field by its name, "*" for a free key, "[]" for an item,
/// "short" and "long" where a single value may stand for a map.
using Places = std::set<std::pair<const Schema*, std::string>>;

struct Shown {
    Places places = {};
    std::set<std::string> missing = {}; // where the walk came by, for people
};

/// Notes what a document shows, in its own words: before defaults are filled in.
void note(const Schema& schema, const YAML::Node& node, Shown& shown) {
    if (!schema.short_form.empty()) {
        shown.places.emplace(&schema, node.IsScalar() ? "short" : "long");
    }
    if (node.IsSequence() && schema.items != nullptr) {
        for (const YAML::Node& item : node) {
            shown.places.emplace(&schema, "[]");
            note(*schema.items, item, shown);
        }
    }
    if (!node.IsMap()) return;
    for (const auto& member : node) {
        const auto name = member.first.as<std::string>();
        const Schema* field = schema.property(name);
        REQUIRE_MESSAGE(field != nullptr, name);
        shown.places.emplace(&schema, field == schema.others ? "*" : name);
        note(*field, member.second, shown);
    }
}

/// Compares with all that the schema has. `seen` ends what refers to itself, and says each place
/// once.
void demand(const Schema& schema, const std::string& path, Shown& shown,
            std::set<const Schema*>& seen) {
    if (!seen.insert(&schema).second) return;
    const auto place = [&](const std::string& name, const std::string& where) {
        if (!shown.places.contains({&schema, name})) shown.missing.insert(where);
    };
    if (!schema.short_form.empty()) {
        place("short", path + ", short");
        place("long", path + ", long");
    }
    if (schema.items != nullptr) {
        place("[]", path + "[]");
        demand(*schema.items, path + "[]", shown, seen);
    }
    if (schema.others != nullptr && !schema.properties.empty()) {
        // A map that takes any name and documents some: one of them shows how it is written.
        const bool any = std::ranges::any_of(schema.properties, [&](const auto& property) {
            return shown.places.contains({&schema, property.first});
        });
        if (!any) shown.missing.insert(path + ".*");
        return;
    }
    if (schema.others != nullptr) {
        place("*", path + ".*");
        demand(*schema.others, path + ".*", shown, seen);
    }
    for (const auto& [name, field] : schema.properties) {
        // Only to find what is live, and the example begins with nothing.
        if (field->identity == IdentityRole::part) continue;
        place(name, path + "." + name);
        demand(*field, path + "." + name, shown, seen);
    }
}

/// The name of the schema of a document: "customer" for "kind: Customer".
std::string schema_of(const YAML::Node& document) {
    std::string name = document["kind"].as<std::string>();
    name.front() = static_cast<char>(name.front() - 'A' + 'a');
    return name;
}

std::set<std::string> not_shown(const KindTable& kinds, const std::string& folder) {
    Shown shown;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".yaml") continue;
        for (const YAML::Node& document : YAML::LoadAllFromFile(entry.path().string()))
            note(kinds.schemas()[schema_of(document)], document, shown);
    }
    std::set<const Schema*> seen;
    for (const std::string name : {"tenant", "profile", "customer"})
        demand(kinds.schemas()[name], name, shown, seen);
    return shown.missing;
}

} // namespace

TEST_CASE("the example is valid, and shows every field of the schemas of manifests") {
    const KindTable kinds = kinds::all_kinds();
    const std::string example = places::source("manifests");
    const manifest::Loaded loaded = manifest::load({example}, kinds, {});
    CHECK(loaded.diagnostics.empty());
    CHECK(loaded.desired.customers.size() == 3);
    for (const std::string& missing : not_shown(kinds, example))
        FAIL_CHECK("without an example in manifests/: " << missing);
}
