// The manifests of a golden case.
#pragma once

#include "engine/manifest/manifest.hpp"

#include <string>

namespace tenantry::test {

/// Loads every *.yaml of a folder, named without the folder, so that texts are the same everywhere;
/// variables come from variables.json, if it is there.
manifest::Loaded load_folder(const std::string& folder, const KindTable& kinds,
                             manifest::Layers* layers = nullptr);
/// Loads texts, with the variables of the folder.
manifest::Loaded load_texts(const std::string& folder, std::vector<Source> texts,
                            const KindTable& kinds);
manifest::Variables variables_of(const std::string& folder);

} // namespace tenantry::test
