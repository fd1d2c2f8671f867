#include "tools/cli/written_files.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <vector>

namespace tenantry::cli {
namespace {

namespace fs = std::filesystem;

/// A file that is written: the flag and the name for people, and where it really is.
struct Target {
    std::string flag = {};
    std::string name = {};
    fs::path real = {};

    std::string text() const { return fmt::format("{} {}", flag, in_quotes(name)); }
    bool is_special() const {
        // What stdout is at the moment does not make it a file that stays.
        if (name.starts_with("/dev/") || name.starts_with("/proc/")) return true;
        std::error_code error;
        const fs::file_status status = fs::status(real, error);
        return fs::exists(status) && !fs::is_regular_file(status);
    }
};

/// Links followed, as far as there is anything yet.
fs::path real_of(const fs::path& path) {
    std::error_code error;
    fs::path real = fs::weakly_canonical(fs::absolute(path, error), error);
    if (error) real = path;
    return real;
}

std::vector<Target> targets_of(const Arguments& arguments) {
    std::vector<Target> targets;
    if (!arguments.out.empty()) targets.push_back({"--out", arguments.out, real_of(arguments.out)});
    for (const Output& output : arguments.outputs) {
        if (output.file.empty()) continue;
        targets.push_back({"--output", output.file, real_of(output.file)});
    }
    return targets;
}

bool lies_in(const fs::path& file, const fs::path& directory) {
    const auto [end, rest] = std::ranges::mismatch(directory, file);
    return end == directory.end();
}

/// Whether a run that is given `path` reads the target: as that file, or as one of the manifests in
/// that directory, now or the next time.
bool reads(const std::string& path, const Target& target) {
    const fs::path real = real_of(path);
    if (real == target.real) return true;
    std::error_code error;
    const std::string ending = ascii_lower(target.real.extension().string());
    const bool is_manifest = ending == ".yaml" || ending == ".yml";
    return is_manifest && fs::is_directory(real, error) && lies_in(target.real, real);
}

} // namespace

std::expected<void, std::string> keep_apart(const Arguments& arguments) {
    const std::vector<Target> targets = targets_of(arguments);
    for (const Target& target : targets) {
        if (target.flag == "--out" && target.is_special()) {
            return std::unexpected(target.text() +
                                   " is no file: a plan has to stay where it can be read again");
        }
        for (const std::string& path : arguments.paths) {
            if (!reads(path, target)) continue;
            return std::unexpected(fmt::format("{} would write over what the run reads in {}",
                                               target.text(), in_quotes(path)));
        }
        for (const std::string& path : {arguments.config, arguments.ca_file}) {
            if (path.empty() || real_of(path) != target.real) continue;
            return std::unexpected(fmt::format("{} would write over what the run reads in {}",
                                               target.text(), in_quotes(path)));
        }
        // What is written to a pipe or a terminal comes out one after the other.
        if (target.is_special()) continue;
        for (const Target& other : targets) {
            if (&other >= &target || other.real != target.real) continue;
            return std::unexpected(
                fmt::format("{} and {} are the same file", other.text(), target.text()));
        }
    }
    return {};
}

} // namespace tenantry::cli
