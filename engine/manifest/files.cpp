#include "engine/manifest/files.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

namespace tenantry::manifest {
namespace fs = std::filesystem;
namespace {

class Finder {
public:
    explicit Finder(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    /// A path that the user named: links are followed, any name of a file will do.
    void add(const std::string& path) {
        std::error_code error;
        const fs::file_status status = fs::status(path, error);
        if (fs::is_directory(status)) {
            any_ = false;
            walk(path);
            if (!any_) {
                complain("manifest.none", "there are no manifests in " + in_quotes(path),
                         "manifests end in .yaml or .yml");
            }
        } else if (fs::is_regular_file(status)) {
            take(path);
        } else if (fs::exists(status)) {
            complain("manifest.unreadable", in_quotes(path) + " is no file and no directory");
        } else {
            complain("manifest.unreadable", in_quotes(path) + " does not exist",
                     "name the files or directories that hold the manifests");
        }
    }

    std::vector<std::string> files() { return {files_.begin(), files_.end()}; }

private:
    void walk(const fs::path& directory) {
        std::error_code error;
        std::vector<fs::directory_entry> entries;
        for (fs::directory_iterator it(directory, error), end; !error && it != end;
             it.increment(error)) {
            entries.push_back(*it);
        }
        if (error) {
            complain("manifest.unreadable", "cannot read the directory " +
                                                in_quotes(directory.string()) + ": " +
                                                error.message());
        }
        for (const fs::directory_entry& entry : entries) {
            const std::string name = ascii_lower(entry.path().filename().string());
            const bool is_manifest = name.ends_with(".yaml") || name.ends_with(".yml");
            if (name.starts_with('.')) continue;
            // A link in a stranger's pull request could lead to any file of this machine.
            if (entry.is_symlink(error)) {
                if (is_manifest || entry.is_directory(error)) {
                    complain("manifest.link",
                             in_quotes(entry.path().string()) + " is a symbolic link",
                             "links in a directory are not followed: put the file here, or name "
                             "it on the command line");
                }
            } else if (entry.is_directory(error)) {
                walk(entry.path());
            } else if (is_manifest && entry.is_regular_file(error)) {
                take(entry.path());
            } else if (is_manifest) {
                complain("manifest.unreadable", in_quotes(entry.path().string()) + " is no file",
                         "remove it, or give it another name");
            }
        }
    }

    void take(const fs::path& path) {
        any_ = true;
        std::error_code error;
        const fs::path real = fs::canonical(path, error);
        if (error || seen_.insert(real.string()).second) {
            files_.insert(path.lexically_normal().generic_string());
        }
    }

    void complain(std::string code, std::string summary, std::string hint = "") {
        diagnostics_.add(
            {.code = std::move(code), .summary = std::move(summary), .hint = std::move(hint)});
    }

    Diagnostics& diagnostics_;
    std::set<std::string> files_;
    std::set<std::string> seen_; // real paths: two that overlap name a file once
    bool any_ = false;
};

} // namespace

std::vector<std::string> find_files(const std::vector<std::string>& paths,
                                    Diagnostics& diagnostics) {
    Finder finder(diagnostics);
    for (const std::string& path : paths)
        finder.add(path);
    return finder.files();
}

std::expected<std::string, std::string> read_file(const std::string& path) {
    std::error_code error;
    if (!fs::exists(path, error)) return std::unexpected("it does not exist");
    if (!fs::is_regular_file(path, error)) return std::unexpected("it is not a regular file");
    const std::uintmax_t size = fs::file_size(path, error);
    if (error) return std::unexpected(error.message());
    if (size > largest_file) return std::unexpected("it is larger than 4 MiB");
    std::ifstream file(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    file.read(text.data(), static_cast<std::streamsize>(size));
    if (file.bad() || (!file && !file.eof())) return std::unexpected("it cannot be read");
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

} // namespace tenantry::manifest
