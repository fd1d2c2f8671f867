// From manifests to what is wanted: files are read and drafted side by side, and put together in
// their order. The operator's file is read in configuration.cpp.
#include "engine/manifest/assemble.hpp"
#include "engine/manifest/draft.hpp"
#include "engine/manifest/files.hpp"
#include "engine/manifest/manifest.hpp"

#include "engine/base/workers.hpp"

#include <algorithm>
#include <cstdint>
#include <thread>

namespace tenantry::manifest {
namespace {

/// How many threads parse so many files: more than there are cores would only wait.
std::size_t threads_for(std::size_t files) {
    constexpr std::size_t most = 8;
    const std::size_t cores = std::max<std::size_t>(1, std::thread::hardware_concurrency());
    return std::min({files / 16 + 1, cores, most});
}

/// Puts drafts of files together in the order of the files.
void finish(Loaded& loaded, std::vector<Source> sources, std::vector<Drafts> drafts,
            const KindTable& kinds, Layers* layers) {
    Drafts all;
    for (Drafts& draft : drafts)
        all.append(std::move(draft));
    for (Source& source : sources)
        loaded.sources.add(std::move(source));
    loaded.files = loaded.sources.size();
    for (const auto* documents : {&all.profiles, &all.tenants}) {
        for (const DefaultsDraft& document : *documents)
            loaded.shared.push_back(document.named.position.source);
    }
    std::ranges::sort(loaded.shared);
    loaded.desired = assemble(std::move(all), kinds, loaded.diagnostics, layers);
}

} // namespace

Loaded load(const std::vector<std::string>& paths, const KindTable& kinds,
            const Variables& variables, Layers* layers) {
    Loaded loaded;
    const std::vector<FoundFile> files = find_files(paths, loaded.diagnostics);
    std::vector<Source> sources(files.size());
    std::vector<Drafts> drafts(files.size());
    side_by_side(files.size(), threads_for(files.size()), [&](std::size_t i) {
        const auto number = static_cast<std::uint32_t>(i);
        sources[i].name = files[i].path;
        auto text = read_file(files[i]);
        if (text) {
            sources[i].text = std::move(*text);
            drafts[i] = draft(number, sources[i].text, kinds, variables);
        } else {
            drafts[i].diagnostics.add({.code = "manifest.unreadable",
                                       .summary = "cannot read this file: " + text.error(),
                                       .position = {.source = number}});
        }
    });
    finish(loaded, std::move(sources), std::move(drafts), kinds, layers);
    return loaded;
}

Loaded load_texts(std::vector<Source> texts, const KindTable& kinds, const Variables& variables,
                  Layers* layers) {
    Loaded loaded;
    std::vector<Drafts> drafts(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        drafts[i] = draft(static_cast<std::uint32_t>(i), texts[i].text, kinds, variables);
    }
    finish(loaded, std::move(texts), std::move(drafts), kinds, layers);
    return loaded;
}

} // namespace tenantry::manifest
