#include "tools/cli/plan_file.hpp"

#include "engine/base/descriptor.hpp"
#include "engine/base/sha256.hpp"
#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace tenantry::cli {
namespace {

// The plan of a large tenant has some megabytes; this much is none.
constexpr std::size_t largest = 512U << 20U;

} // namespace

bool is_plan_file(const std::string& path) {
    std::error_code error;
    const std::string ending = std::filesystem::path(path).extension().string();
    return std::filesystem::is_regular_file(path, error) && ending != ".yaml" && ending != ".yml";
}

std::string saved_plan_among(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
        if (!is_plan_file(path)) continue;
        std::array<char, 100> begin = {};
        const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
        const ssize_t size = file ? ::read(file.number(), begin.data(), begin.size()) : 0;
        if (size <= 0) continue;
        const std::string_view text(begin.data(), static_cast<std::size_t>(size));
        if (text.starts_with('{') && text.contains("\"tenantry_plan\"")) return path;
    }
    return {};
}

std::expected<PlanFile, std::string> read_plan_file(const std::string& path) {
    const auto unreadable = [&] {
        return std::unexpected(
            fmt::format("cannot read {}: {}", in_quotes(path), std::strerror(errno)));
    };
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat status = {};
    if (!file || ::fstat(file.number(), &status) != 0) return unreadable();
    if (!S_ISREG(status.st_mode))
        return std::unexpected(
            fmt::format("cannot read {}: it is not a regular file", in_quotes(path)));
    auto text = read_all(file, largest);
    if (!text && errno == EFBIG)
        return std::unexpected(in_quotes(path) + " is too large for a plan");
    if (!text) return unreadable();
    PlanFile result{.text = std::move(*text)};
    result.checksum = sha256(result.text);
    return result;
}

} // namespace tenantry::cli
