// Manifests of a stranger: YAML, the check against the schemas, and how they are put together. Each
// section of the input is one file.
#include "engine/base/text.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/render/render.hpp"
#include "tests/fuzz/harness.hpp"

#include <algorithm>
#include <set>

using namespace tenantry;
using fuzz::claim;

namespace {

const KindTable& table() {
    static const KindTable kinds = kinds::all_kinds();
    return kinds;
}

manifest::Loaded load(std::vector<Source> files) {
    return manifest::load_texts(std::move(files), table());
}

void claim_inside(Position position, const Sources& sources) {
    claim(position.source < sources.size(), "a position lies in a file");
    const std::string& text = sources[position.source].text;
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
    claim(position.line >= 1 && position.line <= lines, "a position lies on a line of the file");
    const std::size_t columns = code_points(sources.line(position)) + 1;
    claim(position.column >= 1 && position.column <= columns, "a position lies in its line");
}

void claim_places(const manifest::Loaded& loaded) {
    for (const Diagnostic& diagnostic : loaded.diagnostics.all()) {
        claim(!diagnostic.code.empty() && !diagnostic.summary.empty(), "a mistake has words");
        claim_inside(diagnostic.position, loaded.sources);
        for (const Note& note : diagnostic.notes)
            claim_inside(note.position, loaded.sources);
    }
    fuzz::claim_printable(render::diagnostics(loaded.diagnostics, loaded.sources, {}));
    const Json json = render::diagnostics_json(loaded.diagnostics, loaded.sources);
    claim(json.items() != nullptr, "mistakes are JSON");
}

void claim_sound(const manifest::Loaded& loaded) {
    std::set<std::string> addresses;
    const std::vector<Resource>& resources = loaded.desired.resources;
    for (std::size_t i = 0; i < resources.size(); ++i) {
        const Resource& resource = resources[i];
        claim(addresses.insert(resource.address.text()).second, "no two have one address");
        claim(resource.kind != nullptr, "a resource has a kind");
        const bool root = resource.parent == Resource::none;
        claim(root == resource.kind->parent.empty(), "a resource lies where its kind lies");
        claim(root || resource.parent < i, "a resource stands behind its parent");
        claim(root || resources[resource.parent].address.contains(resource.address),
              "an address begins like that of its parent");
        claim_inside(resource.position, loaded.sources);
        for (const Field& field : resource.fields)
            claim_inside(field.position, loaded.sources);
    }
}

std::string outline(const Desired& desired) {
    std::string text;
    for (const Resource& resource : desired.resources) {
        text += resource.address.text() + "\n";
        for (const Field& field : resource.fields)
            text += " " + field.path + "=" + to_text(field.value) + "\n";
    }
    return text;
}

} // namespace

void fuzz::try_input(std::string_view input) {
    std::vector<Source> files;
    for (const Section& section : sections_of(input))
        files.push_back({section.title, std::string(section.body)});
    const manifest::Loaded loaded = load(files);
    claim_places(loaded);
    if (!loaded.diagnostics.has_errors()) claim_sound(loaded);
    if (files.size() < 2) return;
    std::ranges::reverse(files);
    const manifest::Loaded other = load(std::move(files));
    const bool fails = loaded.diagnostics.has_errors();
    claim(fails == other.diagnostics.has_errors(), "the order of files makes no mistake");
    claim(fails || outline(loaded.desired) == outline(other.desired), "files have no order");
}
