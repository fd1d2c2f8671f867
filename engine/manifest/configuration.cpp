// The operator's file (kind: Configuration). It is read with more care than a manifest: only a file
// that not everybody can change is taken, and no mistake in it is told with the words of the file.
#include "engine/manifest/files.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/manifest/schema_check.hpp"
#include "engine/manifest/variables.hpp"
#include "engine/manifest/yaml/yaml.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <expected>
#include <filesystem>

namespace tenantry::manifest {
namespace {

/// Whether everybody may write what `status` is of, or put something in its place.
bool is_open_to_all(const struct stat& status) {
    return (status.st_mode & S_IWOTH) != 0 && (status.st_mode & S_ISVTX) == 0;
}

/// The text of a configuration. It names the programs that are run and the files that credentials
/// are read from, so who may change it is who may run tenantry.
std::expected<std::string, Diagnostic> read_configuration(const std::string& path,
                                                          const std::string& named_by) {
    const auto refused = [&](std::string code, const std::string& why, std::string hint) {
        return std::unexpected(
            Diagnostic{.code = std::move(code), .summary = why, .hint = std::move(hint)});
    };
    const std::string name = "the configuration " + in_quotes(path);
    const auto unreadable = [&](const std::string& why) {
        return refused("configuration.unreadable", fmt::format("cannot read {}: {}", name, why),
                       named_by.starts_with('-')
                           ? "name a file with " + named_by
                           : fmt::format("the environment variable {} names it: correct or unset "
                                         "it, or name a file with --config",
                                         named_by));
    };
    const auto file = open_file({.named = path});
    if (!file) return unreadable(file.error());
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    struct stat own = {};
    struct stat around = {};
    if (::fstat(file->number(), &own) != 0) return unreadable(std::strerror(errno));
    if (::stat(folder.empty() ? "." : folder.c_str(), &around) != 0) around = {};
    if (is_open_to_all(own) || is_open_to_all(around)) {
        return refused("configuration.open",
                       fmt::format("{}{} can be changed by everybody", name,
                                   is_open_to_all(own) ? "" : " lies in a directory that"),
                       "run chmod o-w on it, and look through the file before the next run: it "
                       "names credentials and the programs that are run");
    }
    auto text = read_all(*file, largest_file);
    if (text) return std::move(*text);
    return unreadable(errno == EFBIG ? "it is larger than 4 MiB" : std::strerror(errno));
}

/// Adds an error for each text that the system would not take as it is written: a path would end
/// at a NUL, and what a program is told in lines would break at the end of one.
void refuse_controls(Node node, Diagnostics& diagnostics) {
    const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; };
    if (node.is_text() && std::ranges::any_of(node.text(), is_control)) {
        diagnostics.add({.code = "configuration.control",
                         .summary = "a control character cannot stand here",
                         .hint = "write the value without it",
                         .position = node.position()});
    }
    for (const auto& [key, value] : node.entries())
        refuse_controls(value, diagnostics);
    for (const Node item : node.items())
        refuse_controls(item, diagnostics);
}

/// A mistake without the words of the file that it quotes.
Diagnostic without_values(Diagnostic diagnostic) {
    std::string& summary = diagnostic.summary;
    if (const auto found = summary.find(", not "); found != std::string::npos) summary.erase(found);
    if (diagnostic.code.starts_with("manifest.missing")) return diagnostic;
    const auto open = summary.find('"');
    if (open != std::string::npos) summary.replace(open, summary.rfind('"') - open + 1, "...");
    // A hint that shows what to write in its place shows the value, too.
    if (diagnostic.code.starts_with("yaml.")) diagnostic.hint.clear();
    return diagnostic;
}

/// Adds that a manifest was named where the operator's file is wanted; false for anything else.
bool is_manifest(Node root, const std::string& path, const std::string& named_by,
                 Diagnostics& diagnostics) {
    const auto kind = root.find("kind");
    if (!kind ||
        (kind->text() != "Customer" && kind->text() != "Profile" && kind->text() != "Tenant")) {
        return false;
    }
    diagnostics.add(
        {.code = "configuration.kind",
         .summary = fmt::format(
             "this is a {} document, and {} takes the operator's file (kind: Configuration)",
             kind->text(), named_by),
         .hint = "manifests are arguments: tenantry validate " + printable(path),
         .position = kind->position()});
    return true;
}

} // namespace

Configuration load_configuration(const std::string& path, const KindTable& kinds,
                                 const std::string& named_by) {
    Configuration result;
    const auto text = read_configuration(path, named_by);
    // The text itself is not kept: who writes a secret where its source belongs must not see it
    // printed, and a diagnostic shows the line it speaks of.
    const std::uint32_t source = result.sources.add({path, ""});
    if (!text) {
        result.diagnostics.add(text.error());
        return result;
    }
    Diagnostics found;
    const auto documents = parse_yaml(source, *text, found);
    for (const Document& document : documents) {
        if (!is_manifest(document.root(), path, named_by, result.diagnostics)) continue;
        return result;
    }
    if (!found.has_errors() && documents.size() != 1) {
        found.add({.code = "configuration.documents",
                   .summary = "a configuration is one document, and this file has " +
                              std::to_string(documents.size()),
                   .position = {source}});
    }
    if (!found.has_errors()) {
        const Node root = documents.front().root();
        refuse_variables(*documents.front().tree, root, found);
        refuse_controls(root, found);
        check_without_values(root, kinds.schemas()["configuration"], found);
        const auto spec = root.find("spec");
        if (!found.has_errors() && spec) result.spec = to_json(*spec);
    }
    for (Diagnostic diagnostic : found.all()) {
        result.diagnostics.add(without_values(std::move(diagnostic)));
    }
    return result;
}

} // namespace tenantry::manifest
