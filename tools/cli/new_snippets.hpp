// drift --export: what no manifest names, as pieces of YAML to be put into the manifests.
#pragma once

#include "tools/cli/planned.hpp"
#include "tools/cli/refusal.hpp"
#include "tools/cli/setup.hpp"

#include <cstddef>
#include <expected>

namespace tenantry::cli {

/// Whether the file is new, before anything is read.
std::expected<void, Refusal> judge_new_snippets(const Setup& setup);

/// Writes the file, if it is asked for and anything was found: whole, and never over another.
/// Returns how many pieces it has.
std::expected<std::size_t, Refusal> write_snippets(const Setup& setup, const Planned& planned);

} // namespace tenantry::cli
