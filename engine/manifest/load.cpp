#include "engine/manifest/assemble.hpp"
#include "engine/manifest/draft.hpp"
#include "engine/manifest/files.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/manifest/schema_check.hpp"
#include "engine/manifest/variables.hpp"
#include "engine/manifest/yaml.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <thread>

namespace tenantry::manifest {
namespace {

/// Runs `work(i)` for i = 0 to count-1 on a few threads; the calls must not touch each other.
template<typename Work>
void spread(std::size_t count, const Work& work) {
    // Parsing is bound by the processor; more threads than files or cores would only wait.
    constexpr std::size_t most = 8;
    const std::size_t cores = std::max<std::size_t>(1, std::thread::hardware_concurrency());
    const std::size_t threads = std::min({count / 16 + 1, cores, most});
    std::vector<std::jthread> others;
    const auto share = [&](std::size_t first) {
        for (std::size_t i = first; i < count; i += threads)
            work(i);
    };
    for (std::size_t i = 1; i < threads; ++i)
        others.emplace_back(share, i);
    share(0);
}

/// A mistake without the words of the file that it quotes.
Diagnostic without_values(Diagnostic diagnostic) {
    std::string& summary = diagnostic.summary;
    if (const auto found = summary.find(", not "); found != std::string::npos) summary.erase(found);
    if (diagnostic.code.starts_with("manifest.missing")) return diagnostic;
    const auto open = summary.find('"');
    if (open != std::string::npos) summary.replace(open, summary.rfind('"') - open + 1, "...");
    if (diagnostic.code.starts_with("yaml.")) diagnostic.hint.clear();
    return diagnostic;
}

/// Puts drafts of files together in the order of the files.
void finish(Loaded& loaded, std::vector<Source> sources, std::vector<Drafts> drafts,
            const KindTable& kinds) {
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
    loaded.desired = assemble(std::move(all), kinds, loaded.diagnostics);
}

} // namespace

Loaded load(const std::vector<std::string>& paths, const KindTable& kinds,
            const Variables& variables) {
    Loaded loaded;
    const std::vector<std::string> files = find_files(paths, loaded.diagnostics);
    std::vector<Source> sources(files.size());
    std::vector<Drafts> drafts(files.size());
    spread(files.size(), [&](std::size_t i) {
        const auto number = static_cast<std::uint32_t>(i);
        sources[i].name = files[i];
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
    finish(loaded, std::move(sources), std::move(drafts), kinds);
    return loaded;
}

Loaded load_texts(std::vector<Source> texts, const KindTable& kinds, const Variables& variables) {
    Loaded loaded;
    std::vector<Drafts> drafts(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        drafts[i] = draft(static_cast<std::uint32_t>(i), texts[i].text, kinds, variables);
    }
    finish(loaded, std::move(texts), std::move(drafts), kinds);
    return loaded;
}

Configuration load_configuration(const std::string& path, const KindTable& kinds) {
    Configuration result;
    const auto text = read_file(path);
    // The text itself is not kept: who writes a secret where its source belongs must not see it
    // printed, and a diagnostic shows the line it speaks of.
    const std::uint32_t source = result.sources.add({path, ""});
    if (!text) {
        result.diagnostics.add(
            {.code = "configuration.unreadable",
             .summary = "cannot read the configuration " + in_quotes(path) + ": " + text.error(),
             .hint = "name a file with --config"});
        return result;
    }
    Diagnostics found;
    const auto documents = parse_yaml(source, *text, found);
    if (!found.has_errors() && documents.size() != 1) {
        found.add({.code = "configuration.documents",
                   .summary = "a configuration is one document, and this file has " +
                              std::to_string(documents.size()),
                   .position = {source}});
    }
    if (!found.has_errors()) {
        const Node root = documents.front().root();
        refuse_variables(*documents.front().tree, root, found);
        check(root, kinds.schemas()["configuration"], found);
        const auto spec = root.find("spec");
        if (!found.has_errors() && spec) result.spec = to_json(*spec);
    }
    for (Diagnostic diagnostic : found.all()) {
        result.diagnostics.add(without_values(std::move(diagnostic)));
    }
    return result;
}

} // namespace tenantry::manifest
