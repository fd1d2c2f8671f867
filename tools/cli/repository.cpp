#include "tools/cli/repository.hpp"

#include <filesystem>
#include <system_error>

namespace tenantry::cli {
namespace {

/// The folder with a ".git" at or above this one, or "". It is a file in a worktree or a submodule.
std::filesystem::path root_above(std::filesystem::path folder) {
    for (std::error_code error; !folder.empty(); folder = folder.parent_path()) {
        if (std::filesystem::exists(folder / ".git", error)) return folder;
        if (folder == folder.parent_path()) break;
    }
    return {};
}

} // namespace

std::optional<render::RepositoryPlace> repository_of(const std::vector<std::string>& paths) {
    std::error_code error;
    const std::filesystem::path here = std::filesystem::current_path(error);
    if (error) return std::nullopt;
    std::filesystem::path root = root_above(here);
    if (root.empty() && !paths.empty())
        root = root_above((here / paths.front()).lexically_normal());
    if (root.empty()) return std::nullopt;
    return render::RepositoryPlace{.root = root.string(), .working_directory = here.string()};
}

} // namespace tenantry::cli
