#include "engine/since/revision.hpp"

#include "engine/base/program.hpp"
#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>
#include <utility>

namespace tenantry::since {
namespace fs = std::filesystem;
namespace {

using Failed = std::unexpected<Trouble>;

constexpr std::size_t longest_ref = 1024;
constexpr std::size_t largest_manifest = std::size_t{4} << 20U; // as of those on disk
/// In a hook Git names its own repository and index in variables, and those are others than ours.
bool is_not_gits(std::string_view variable) { return !variable.starts_with("GIT_"); }

constexpr ProgramLimits limits{
    .output = std::size_t{512} << 20U, .time = std::chrono::minutes(2), .passes_on = is_not_gits};

Failed failed(std::string message, std::string hint = "") {
    return Failed(Trouble{std::move(message), std::move(hint)});
}

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(at), text.size());
        parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

/// The first line of what a program said.
std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

class Git {
public:
    Git(std::string program, std::string folder)
        : program_(std::move(program)), folder_(std::move(folder)) {}

    std::expected<ProgramEnd, Trouble> run(const std::vector<std::string>& words,
                                           const std::string& input = "") const {
        std::vector<std::string> arguments = {"--no-pager",
                                              "--no-optional-locks",
                                              "--no-replace-objects",
                                              "--literal-pathspecs",
                                              "-c",
                                              "core.fsmonitor=false",
                                              "-c",
                                              "protocol.allow=never",
                                              "-C",
                                              folder_};
        arguments.insert(arguments.end(), words.begin(), words.end());
        auto ended = run_program(program_, arguments, input, limits);
        if (!ended) return ended;
        const std::string call = "git " + words.front();
        if (ended->timed_out) return failed(call + " took longer than two minutes");
        if (ended->flooded) return failed(call + " told more than 512 MiB");
        if (ended->signal != 0)
            return failed(fmt::format("{} ended by signal {}", call, ended->signal));
        return ended;
    }

    /// What it says where it succeeds.
    std::expected<std::string, Trouble> out(const std::vector<std::string>& words,
                                            const std::string& input = "") const {
        auto ended = run(words, input);
        if (!ended) return std::unexpected(std::move(ended.error()));
        if (ended->exit_code == 0) return std::move(ended->out);
        return failed(fmt::format("git {} failed: {}", words.front(), first_line(ended->err)));
    }

private:
    std::string program_;
    std::string folder_;
};

std::expected<void, Trouble> judge(const std::string& ref) {
    const bool odd = std::ranges::any_of(
        ref, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (ref.empty() || ref.starts_with('-') || odd || ref.size() > longest_ref)
        return failed("--since " + in_quotes(ref) + " is no revision of Git",
                      "write a branch, a tag or a commit, as origin/main");
    return {};
}

/// A path that was given, as the repository has it.
struct GivenPath {
    std::string path = {}; // "manifests"; "" for the whole repository
    bool folder = false;
};

/// What a repository is asked for.
struct Wanted {
    std::string top = {};
    std::vector<GivenPath> places = {};
};

std::expected<Wanted, Trouble> locate(const std::string& program,
                                      const std::vector<std::string>& paths) {
    Wanted wanted;
    for (const std::string& path : paths) {
        std::error_code error;
        const fs::path real = fs::canonical(path, error);
        if (error) return failed(in_quotes(path) + " does not exist");
        const bool folder = fs::is_directory(real, error);
        const fs::path within = folder ? real : real.parent_path();
        const auto told =
            Git(program, within.string()).run({"rev-parse", "--show-toplevel", "--show-prefix"});
        if (!told) return std::unexpected(told.error());
        const auto lines = split(told->out, '\n');
        if (told->exit_code != 0 || lines.empty() || lines.size() > 2) {
            const bool foreign = told->err.contains("dubious ownership");
            return failed(fmt::format("{} lies in no Git repository that can be read: {}",
                                      in_quotes(path), first_line(told->err)),
                          foreign ? "it belongs to another user: git config --global --add "
                                    "safe.directory PATH trusts it"
                                  : "leave --since away, or run it in a checkout");
        }
        const std::string top(lines.front());
        std::string place(lines.size() == 2 ? lines[1] : std::string_view());
        if (!wanted.top.empty() && wanted.top != top) {
            return failed(fmt::format("the manifests lie in two Git repositories: {} and {}",
                                      in_quotes(wanted.top), in_quotes(top)),
                          "--since compares within one: run it once for each");
        }
        wanted.top = top;
        if (folder && place.ends_with('/')) place.pop_back();
        if (!folder) place += real.filename().string();
        wanted.places.push_back({std::move(place), folder});
    }
    return wanted;
}

std::expected<std::string, Trouble> commit_of(const Git& git, const std::string& ref) {
    const auto told = git.run({"rev-parse", "--verify", ref + "^{commit}"});
    if (!told) return std::unexpected(told.error());
    std::string commit = first_line(told->out);
    if (told->exit_code == 0 && commit.size() >= 40) return commit;
    const auto shallow = git.run({"rev-parse", "--is-shallow-repository"});
    if (shallow && first_line(shallow->out) == "true") {
        return failed("this clone is shallow, and has no revision " + in_quotes(ref),
                      "fetch the whole history first: fetch-depth: 0 for actions/checkout, "
                      "GIT_DEPTH: 0 at GitLab, or git fetch --unshallow");
    }
    return failed("this repository has no revision " + in_quotes(ref),
                  "write a branch, a tag or a commit that is here: a branch of the server is "
                  "written origin/NAME, and has to be fetched");
}

/// One file of a commit.
struct TreeEntry {
    std::string hash = {};
    bool link = false;
    bool submodule = false;
};
using TreeEntries = std::map<std::string, TreeEntry, std::less<>>; // by path

/// Whether a file that lies below a folder that was given is a manifest.
bool is_manifest(std::string_view below) {
    for (const std::string_view part : split(below, '/'))
        if (part.starts_with('.')) return false;
    const std::string name = ascii_lower(below);
    return name.ends_with(".yaml") || name.ends_with(".yml");
}

bool is_wanted(std::string_view path, const TreeEntry& entry, const GivenPath& place) {
    if (!place.folder) return path == place.path;
    std::string_view below = path;
    if (!place.path.empty()) {
        if (!path.starts_with(place.path + "/")) return false;
        below.remove_prefix(place.path.size() + 1);
    }
    return entry.submodule || is_manifest(below);
}

std::expected<TreeEntries, Trouble> entries_of(const Git& git, const std::string& commit,
                                               const Wanted& wanted) {
    std::vector<std::string> words = {"ls-tree", "-r", "-z", "--full-tree", "--", commit};
    const bool whole = std::ranges::any_of(
        wanted.places, [](const GivenPath& place) { return place.path.empty(); });
    for (const GivenPath& place : wanted.places)
        if (!whole) words.push_back(place.path);
    const auto told = git.out(words);
    if (!told) return std::unexpected(told.error());
    TreeEntries entries;
    for (const std::string_view line : split(*told, '\0')) {
        // "100644 blob 3b18e5... TAB path"
        const std::size_t tab = line.find('\t');
        const auto words_of_line = split(line.substr(0, tab), ' ');
        if (tab == line.npos || words_of_line.size() != 3)
            return failed("what git ls-tree told cannot be understood");
        TreeEntry entry{.hash = std::string(words_of_line[2]),
                        .link = words_of_line[0] == "120000",
                        .submodule = words_of_line[1] == "commit"};
        const std::string path(line.substr(tab + 1));
        const bool meant = std::ranges::any_of(
            wanted.places, [&](const GivenPath& place) { return is_wanted(path, entry, place); });
        if (!meant) continue;
        if (entry.link || entry.submodule) {
            return failed(fmt::format("{} is a {} there, which is not followed", in_quotes(path),
                                      entry.link ? "symbolic link" : "submodule"),
                          "use another revision, or leave --since away");
        }
        entries.emplace(path, std::move(entry));
    }
    return entries;
}

/// Takes "HASH blob SIZE" and what stands behind it off the front.
std::expected<std::string, Trouble> take_blob(std::string_view& told, const std::string& path) {
    const std::size_t end = told.find('\n');
    const auto words = split(told.substr(0, end), ' ');
    if (end == told.npos || words.size() != 3 || words[1] != "blob") {
        return failed("git has no text of " + in_quotes(path) + " of that revision here",
                      "a clone without all objects has to fetch them first");
    }
    std::size_t size = 0;
    const std::string_view digits = words[2];
    const auto [last, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size);
    if (error != std::errc() || last != digits.data() + digits.size() ||
        size > told.size() - end - 1) {
        return failed("what git cat-file told cannot be understood");
    }
    if (size > largest_manifest)
        return failed(in_quotes(path) + " of that revision is larger than 4 MiB");
    std::string text(told.substr(end + 1, size));
    told.remove_prefix(std::min(end + 1 + size + 1, told.size()));
    return text;
}

} // namespace

std::expected<Revision, Trouble> read_revision(const std::string& ref,
                                               const std::vector<std::string>& paths) {
    if (auto sound = judge(ref); !sound) return std::unexpected(sound.error());
    const auto program = find_program("git");
    if (!program) return std::unexpected(program.error());
    const auto wanted = locate(*program, paths);
    if (!wanted) return std::unexpected(wanted.error());
    const Git git(*program, wanted->top);
    const auto commit = commit_of(git, ref);
    if (!commit) return std::unexpected(commit.error());
    const auto entries = entries_of(git, *commit, *wanted);
    if (!entries) return std::unexpected(entries.error());
    Revision revision{.commit = *commit};
    if (entries->empty()) return revision;
    std::string hashes;
    for (const auto& [path, entry] : *entries)
        hashes += entry.hash + "\n";
    const auto told = git.out({"cat-file", "--batch"}, hashes);
    if (!told) return std::unexpected(told.error());
    std::string_view rest = *told;
    for (const auto& [path, entry] : *entries) {
        auto text = take_blob(rest, path);
        if (!text) return std::unexpected(std::move(text.error()));
        revision.files.push_back({fmt::format("{}:{}", ref, path), std::move(*text)});
    }
    return revision;
}

} // namespace tenantry::since
