#include "engine/manifest/files.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <set>
#include <system_error>

namespace tenantry::manifest {
namespace fs = std::filesystem;
namespace {

class FileFinder {
public:
    explicit FileFinder(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    /// A path that the user named: links are followed, any name of a file will do.
    void add(const std::string& path) {
        std::error_code error;
        const fs::file_status status = fs::status(path, error);
        if (fs::is_directory(status)) {
            any_ = false;
            named_ = path;
            walk(path);
            if (!any_) {
                complain("manifest.none", "there are no manifests in " + in_quotes(path),
                         "manifests end in .yaml or .yml");
            }
        } else if (fs::is_regular_file(status)) {
            take(path, {.named = path});
        } else if (fs::exists(status)) {
            complain("manifest.unreadable", in_quotes(path) + " is no file and no directory");
        } else {
            complain("manifest.unreadable", in_quotes(path) + " does not exist",
                     "name the files or directories that hold the manifests");
        }
    }

    std::vector<FoundFile> files() { return {files_.begin(), files_.end()}; }

private:
    void walk(const fs::path& directory) {
        std::error_code error;
        std::vector<fs::directory_entry> entries;
        for (fs::directory_iterator it(directory, error), end; !error && it != end;
             it.increment(error)) {
            entries.push_back(*it);
        }
        if (error) {
            complain("manifest.unreadable",
                     fmt::format("cannot read the directory {}: {}", in_quotes(directory.string()),
                                 error.message()));
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
                const fs::path below = entry.path().lexically_relative(named_);
                take(entry.path(), {.named = named_.string(), .below = below.string()});
            } else if (is_manifest) {
                complain("manifest.unreadable", in_quotes(entry.path().string()) + " is no file",
                         "remove it, or give it another name");
            }
        }
    }

    void take(const fs::path& path, FoundFile found) {
        any_ = true;
        std::error_code error;
        const fs::path real = fs::canonical(path, error);
        if (error || seen_.insert(real.string()).second) {
            found.path = path.lexically_normal().generic_string();
            files_.insert(std::move(found));
        }
    }

    void complain(std::string code, std::string summary, std::string hint = "") {
        diagnostics_.add(
            {.code = std::move(code), .summary = std::move(summary), .hint = std::move(hint)});
    }

    Diagnostics& diagnostics_;
    fs::path named_; // what is walked through
    std::set<FoundFile> files_;
    std::set<std::string> seen_; // real paths: two that overlap name a file once
    bool any_ = false;
};

} // namespace

std::vector<FoundFile> find_files(const std::vector<std::string>& paths, Diagnostics& diagnostics) {
    FileFinder finder(diagnostics);
    for (const std::string& path : paths)
        finder.add(path);
    return finder.files();
}

std::expected<Descriptor, std::string> open_file(const FoundFile& found) {
    // Without O_NONBLOCK a pipe of that name would hold up the run for ever.
    constexpr int how = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    const bool itself = found.below.empty();
    Descriptor file(::open(found.named.c_str(), itself ? how : how | O_DIRECTORY));
    if (!itself && file) {
        const fs::path below(found.below);
        for (auto part = below.begin(); file && part != below.end(); ++part) {
            const bool last = std::next(part) == below.end();
            file = Descriptor(::openat(file.number(), part->c_str(),
                                       how | O_NOFOLLOW | (last ? 0 : O_DIRECTORY)));
        }
    }
    if (!file && errno == ENOENT) return std::unexpected("it does not exist");
    if (!file && (errno == ELOOP || errno == ENOTDIR))
        return std::unexpected("it is, or lies behind, a link that was not there before");
    struct stat status = {};
    if (!file || ::fstat(file.number(), &status) != 0) return std::unexpected(std::strerror(errno));
    if (!S_ISREG(status.st_mode)) return std::unexpected("it is not a regular file");
    return file;
}

std::expected<std::string, std::string> read_file(const FoundFile& found) {
    const auto file = open_file(found);
    if (!file) return std::unexpected(file.error());
    auto text = read_all(*file, largest_file);
    if (text) return std::move(*text);
    if (errno == EFBIG) return std::unexpected("it is larger than 4 MiB");
    return std::unexpected(std::strerror(errno));
}

} // namespace tenantry::manifest
