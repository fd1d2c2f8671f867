// --since REF: the manifests of an earlier revision, held against those that were loaded.
#pragma once

#include "engine/base/json.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/since/since.hpp"
#include "tools/cli/refusal.hpp"
#include "tools/cli/setup.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

namespace tenantry::cli {

struct ComparedSince {
    std::string ref = {};      // as it was given
    std::string commit = {};   // that it means
    bool was_empty = false;    // there were no manifests then
    std::size_t customers = 0; // in the manifests now
    since::ManifestChanges changes = {};
};

/// Refused where the revision cannot be read, or its manifests do not load.
std::expected<ComparedSince, Refusal> compare_since(const Setup& setup,
                                                    const manifest::Loaded& now);

/// "Since main (1a2b3c4d5e6f): 2 of 40 customers differ: acme, globex.", and what else there is to
/// say, a line each. `selected` are those of which anything is selected.
std::vector<std::string> since_lines(const ComparedSince& compared,
                                     const std::vector<std::string>& selected);
Json since_json(const ComparedSince& compared, const std::vector<std::string>& selected);

} // namespace tenantry::cli
