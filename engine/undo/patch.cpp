#include "engine/undo/patch.hpp"

#include "engine/base/text.hpp"
#include "engine/undo/unified_diff.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>

namespace tenantry::undo {
namespace {

using Texts = std::map<std::uint32_t, std::string>; // by source: those that change

class PatchMaker {
public:
    PatchMaker(Undo& undo, const std::vector<WayBack>& ways, const manifest::Loaded& manifests)
        : undo_(undo), ways_(ways), manifests_(manifests) {
        for (std::size_t i = 0; i < ways.size(); ++i) {
            if (ways[i].edits.empty()) {
                if (undo.reversals[i].why.empty()) undo.reversals[i].why = ways[i].otherwise;
                continue;
            }
            undo.reversals[i].patched = true;
            by_source_[ways[i].edits.front().at.source].push_back(i);
        }
    }

    /// The files with all that is patched, as far as it can be written where it stands.
    Texts texts() {
        Texts texts;
        for (const auto& [source, reversals] : by_source_) {
            std::string text = edited(source, reversals);
            if (text != manifests_.sources[source].text) texts.emplace(source, std::move(text));
        }
        return texts;
    }

    /// Takes out what the manifests do not take, and says so. Whether anything is out now that was
    /// not.
    bool give_up(const Diagnostics& mistakes) {
        const Diagnostic* first = nullptr;
        bool given_up = false;
        for (const Diagnostic& mistake : mistakes.all()) {
            if (mistake.severity != Severity::error) continue;
            if (first == nullptr) first = &mistake;
            for (std::size_t i = 0; i < ways_.size(); ++i)
                if (speaks_of(mistake.position, ways_[i])) given_up |= leave(i, mistake);
        }
        if (first == nullptr || given_up) return given_up;
        for (std::size_t i = 0; i < ways_.size(); ++i)
            given_up |= leave(i, *first);
        return given_up;
    }

private:
    static bool speaks_of(Position place, const WayBack& way) {
        return std::ranges::any_of(way.edits, [&](const manifest::Replacement& edit) {
            return edit.at.source == place.source && edit.at.line == place.line;
        });
    }

    bool leave(std::size_t index, const Diagnostic& mistake) {
        Reversal& reversal = undo_.reversals[index];
        if (!reversal.patched) return false;
        reversal.patched = false;
        reversal.snippet.clear();
        reversal.why = "the manifests do not take it: " + mistake.summary;
        return true;
    }

    /// A value of which a part cannot be written is left as it is, and the others are written
    /// without it.
    std::string edited(std::uint32_t source, const std::vector<std::size_t>& reversals) {
        const std::string& text = manifests_.sources[source].text;
        for (;;) {
            std::vector<manifest::Replacement> edits;
            std::vector<std::size_t> owners;
            for (const std::size_t index : reversals) {
                if (!undo_.reversals[index].patched) continue;
                for (const manifest::Replacement& edit : ways_[index].edits) {
                    edits.push_back(edit);
                    owners.push_back(index);
                }
            }
            auto written = manifest::replace_values(source, text, edits);
            const auto missing = std::ranges::find(written.written, false);
            if (missing == written.written.end() && !hides_something(source, written.text))
                return std::move(written.text);
            const bool all = missing == written.written.end();
            for (std::size_t i = 0; i < owners.size(); ++i)
                if (all || !written.written[i]) only_as_snippet(owners[i]);
        }
    }

    void only_as_snippet(std::size_t index) {
        undo_.reversals[index].patched = false;
        undo_.reversals[index].why = ways_[index].otherwise;
    }

    /// Whether the lines of a patch would drive a terminal; they have to be printed as they are.
    bool hides_something(std::uint32_t source, const std::string& after) const {
        std::string patch = unified_diff("file", manifests_.sources[source].text, after);
        std::erase_if(patch, [](char c) { return c == '\n' || c == '\t' || c == '\r'; });
        return printable(patch) != patch;
    }

    Undo& undo_;
    const std::vector<WayBack>& ways_;
    const manifest::Loaded& manifests_;
    std::map<std::uint32_t, std::vector<std::size_t>> by_source_ = {};
};

manifest::Loaded loaded_with(const manifest::Loaded& manifests, const Texts& texts,
                             const KindTable& kinds, const manifest::Variables& variables) {
    std::vector<Source> sources;
    for (std::uint32_t i = 0; i < manifests.sources.size(); ++i) {
        const auto changed = texts.find(i);
        sources.push_back(changed == texts.end()
                              ? manifests.sources[i]
                              : Source{manifests.sources[i].name, changed->second});
    }
    return manifest::load_texts(std::move(sources), kinds, variables);
}

/// The paths of files below a folder; where one lies elsewhere, all of them from the root.
std::map<std::uint32_t, std::string> paths_below(std::string& folder, const Texts& texts,
                                                 const Sources& sources) {
    namespace fs = std::filesystem;
    std::map<std::uint32_t, std::string> paths;
    const auto relative = [&](std::uint32_t source) {
        return (fs::path(folder) / sources[source].name)
            .lexically_normal()
            .lexically_relative(folder);
    };
    const bool outside = std::ranges::any_of(texts, [&](const auto& text) {
        const fs::path path = relative(text.first);
        return path.empty() || *path.begin() == "..";
    });
    const std::string below = folder;
    if (outside) folder = "/";
    for (const auto& [source, text] : texts) {
        const fs::path whole = (fs::path(below) / sources[source].name).lexically_normal();
        paths.emplace(source, whole.lexically_relative(folder).generic_string());
    }
    return paths;
}

} // namespace

void write_patch(Undo& undo, const std::vector<WayBack>& ways, const manifest::Loaded& manifests,
                 const KindTable& kinds, const manifest::Variables& variables,
                 const std::string& folder) {
    PatchMaker maker(undo, ways, manifests);
    Texts texts = maker.texts();
    while (!texts.empty() &&
           maker.give_up(loaded_with(manifests, texts, kinds, variables).diagnostics))
        texts = maker.texts();
    undo.folder = folder;
    for (const auto& [source, path] : paths_below(undo.folder, texts, manifests.sources))
        undo.patch += unified_diff(path, manifests.sources[source].text, texts.at(source));
}

} // namespace tenantry::undo
