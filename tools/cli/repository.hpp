// The Git repository that a run stands in, as far as its root: found by looking for ".git" upwards.
// No git is run, so that it costs nothing and needs nothing.
#pragma once

#include "engine/render/render.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tenantry::cli {

/// The repository of the working directory, or else of the first of the paths that were given;
/// nothing where neither is in one.
std::optional<render::RepositoryPlace> repository_of(const std::vector<std::string>& paths);

} // namespace tenantry::cli
