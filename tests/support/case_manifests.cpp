#include "tests/support/case_manifests.hpp"

#include "tests/support/golden.hpp"

#include <algorithm>
#include <filesystem>

namespace tenantry::test {

/// variables.json: the names that are allowed, with their values.
manifest::Variables variables_of(const std::string& folder) {
    manifest::Variables variables;
    const auto parsed = parse_json(read(folder + "/variables.json"));
    if (!parsed) return variables;
    variables.configuration = "operator.yaml";
    for (const auto& [name, value] : *parsed->members())
        variables.environment.emplace(name, *value.text());
    return variables;
}

manifest::Loaded load_texts(const std::string& folder, std::vector<Source> texts,
                            const KindTable& kinds) {
    return manifest::load_texts(std::move(texts), kinds, variables_of(folder));
}

manifest::Loaded load_folder(const std::string& folder, const KindTable& kinds,
                             manifest::Layers* layers) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".yaml") names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    std::vector<Source> sources;
    for (const std::string& name : names)
        sources.push_back({name, read(folder + "/" + name)});
    return manifest::load_texts(std::move(sources), kinds, variables_of(folder), layers);
}

} // namespace tenantry::test
