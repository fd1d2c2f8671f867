// Which files a run reads, and their texts. The only file of this folder that touches the disk.
#pragma once

#include "engine/base/diagnostic.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

namespace tenantry::manifest {

/// A manifest can't be larger than this; more is not read.
inline constexpr std::size_t largest_file = 4U << 20U;

/// The files that `paths` name, sorted, each once.
std::vector<std::string> find_files(const std::vector<std::string>& paths,
                                    Diagnostics& diagnostics);

/// The text of a regular file, or why it can't be had.
std::expected<std::string, std::string> read_file(const std::string& path);

} // namespace tenantry::manifest
