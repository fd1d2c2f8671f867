// What a run writes to, and what it must not write over: two results in one file, a plan in a pipe
// that is read once, a result in the place of a manifest.
#pragma once

#include "tools/cli/arguments.hpp"

#include <expected>
#include <string>

namespace tenantry::cli {

/// Whether the files of --out and --output are apart from each other and from what the run reads.
/// They are told apart by what they are, not by how their names are written. The error is a
/// sentence.
std::expected<void, std::string> keep_apart(const Arguments& arguments);

} // namespace tenantry::cli
