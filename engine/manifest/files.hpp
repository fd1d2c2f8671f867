// Which files a run reads, and their texts. The only file of this folder that touches the disk.
#pragma once

#include "engine/base/descriptor.hpp"
#include "engine/base/diagnostic.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

namespace tenantry::manifest {

/// A manifest can't be larger than this; more is not read.
inline constexpr std::size_t largest_file = 4U << 20U;

/// A manifest's file: what the user named, whose links are followed, and what was found below it,
/// where no link is.
struct FoundFile {
    std::string path = {}; // for people
    std::string named = {};
    std::string below = {}; // "": `named` is the file itself

    bool operator<(const FoundFile& other) const { return path < other.path; }
};

/// The files that `paths` name, sorted, each once.
std::vector<FoundFile> find_files(const std::vector<std::string>& paths, Diagnostics& diagnostics);

/// The open file, if it is a regular one, or why it cannot be had. It is judged by what was opened:
/// whatever is put in its place after the search is a link that is not followed.
std::expected<Descriptor, std::string> open_file(const FoundFile& file);

/// The text of a regular file, or why it can't be had.
std::expected<std::string, std::string> read_file(const FoundFile& file);

} // namespace tenantry::manifest
