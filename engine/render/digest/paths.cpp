#include "engine/render/render.hpp"

#include <filesystem>

namespace tenantry::render {
namespace {

std::string name_from_root(const std::string& name, const RepositoryPlace& place) {
    using std::filesystem::path;
    // As it is written: nobody looks at the disk, so that links stay what they are called.
    const path whole = (path(place.working_directory) / name).lexically_normal();
    const path within = whole.lexically_relative(path(place.root).lexically_normal());
    const bool outside = within.empty() || *within.begin() == "..";
    return outside ? name : within.generic_string();
}

} // namespace

Sources names_from_root(const Sources& sources, const RepositoryPlace& place) {
    Sources renamed;
    for (std::uint32_t i = 0; i < sources.size(); ++i)
        renamed.add({.name = name_from_root(sources[i].name, place)});
    return renamed;
}

} // namespace tenantry::render
