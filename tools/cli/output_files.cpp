#include "tools/cli/output_files.hpp"

#include "engine/base/descriptor.hpp"
#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>
#include <vector>

namespace tenantry::cli {
namespace {

/// A pipe or a device is written to as it is; it must not be replaced by a file.
bool is_special(const std::string& name) {
    std::error_code error;
    const auto status = std::filesystem::status(name, error);
    return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
}

std::expected<void, std::string> write_special(const std::string& name, std::string_view text) {
    const int file = ::open(name.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) return cannot_write(name);
    if (!write_all(file, text)) {
        auto error = cannot_write(name);
        ::close(file);
        return error;
    }
    if (::close(file) != 0) return cannot_write(name);
    return {};
}

/// Where a link leads, so that the link itself stays.
std::string target_of(const std::string& name) {
    std::error_code error;
    const auto real = std::filesystem::canonical(name, error);
    return error ? name : real.string();
}

/// Who may read and write: as before, or as of any new file.
mode_t mode_of(const std::string& name) {
    struct stat status = {};
    if (::stat(name.c_str(), &status) == 0) return status.st_mode & 07777U;
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666U & ~mask;
}

} // namespace

std::unexpected<std::string> cannot_write(const std::string& name) {
    return std::unexpected(
        fmt::format("cannot write {}: {}", in_quotes(name), std::strerror(errno)));
}

std::expected<void, std::string> write_file(const std::string& name, std::string_view text,
                                            std::optional<mode_t> mode) {
    if (is_special(name)) return write_special(name, text);
    // Beside the file first, then in its place: a reader never sees half of it.
    const std::string target = target_of(name);
    std::string temporary = target + ".XXXXXX";
    const int file = ::mkstemp(temporary.data());
    if (file < 0) return cannot_write(name);
    const mode_t wanted = mode.value_or(mode_of(target));
    std::expected<void, std::string> outcome;
    if (!write_all(file, text) || ::fchmod(file, wanted) != 0 || ::fsync(file) != 0)
        outcome = cannot_write(name);
    // Each failure is told by what the system said of it, and not of what was tidied up after it.
    if (::close(file) != 0 && outcome) outcome = cannot_write(name);
    if (outcome && std::rename(temporary.c_str(), target.c_str()) != 0)
        outcome = cannot_write(name);
    if (!outcome) ::unlink(temporary.c_str());
    return outcome;
}

std::expected<void, std::string> write_new_file(const std::string& name, std::string_view text) {
    std::string temporary = name + ".XXXXXX";
    const int file = ::mkstemp(temporary.data());
    if (file < 0) return cannot_write(name);
    std::expected<void, std::string> outcome;
    if (!write_all(file, text) || ::fchmod(file, mode_of(name)) != 0 || ::fsync(file) != 0)
        outcome = cannot_write(name);
    if (::close(file) != 0 && outcome) outcome = cannot_write(name);
    // A second name and not a rename, which would replace a file that came in the meantime.
    if (outcome && ::link(temporary.c_str(), name.c_str()) != 0) outcome = cannot_write(name);
    ::unlink(temporary.c_str());
    return outcome;
}

std::expected<void, std::string> can_write(const Arguments& arguments) {
    std::vector<std::string> files = {arguments.out, arguments.drift.write_ignore,
                                      arguments.drift.export_to};
    for (const Output& output : arguments.outputs)
        files.push_back(output.file);
    for (const std::string& file : files) {
        if (file.empty()) continue;
        if (is_special(file)) {
            if (::access(file.c_str(), W_OK) != 0) return cannot_write(file);
            continue;
        }
        const auto folder = std::filesystem::path(target_of(file)).parent_path();
        const std::string place = folder.empty() ? "." : folder.string();
        if (::access(place.c_str(), W_OK | X_OK) != 0) return cannot_write(file);
    }
    return {};
}

std::expected<void, std::string> write_private(const std::string& name, std::string_view text) {
    return write_file(name, text, S_IRUSR | S_IWUSR);
}

} // namespace tenantry::cli
