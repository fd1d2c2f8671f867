// The manifests of a commit, read by Git itself: four processes however many files there are, no
// shell, nothing written, and no network.
#pragma once

#include "engine/base/source.hpp"
#include "engine/base/trouble.hpp"

#include <expected>
#include <string>
#include <vector>

namespace tenantry::since {

struct Revision {
    std::string commit = {};        // by its full name
    std::vector<Source> files = {}; // by path, each named "REF:path"
};

/// What the files and directories, which are there now, held at `ref`; directories are looked
/// through as manifests are. What was not there then has no file.
std::expected<Revision, Trouble> read_revision(const std::string& ref,
                                               const std::vector<std::string>& paths);

} // namespace tenantry::since
