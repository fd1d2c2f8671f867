#include "engine/base/descriptor.hpp"
#include "engine/base/text.hpp"
#include "engine/credentials/credentials.hpp"
#include "engine/credentials/secret_text.hpp"

#include <fmt/core.h>

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace tenantry::credentials {

std::expected<std::string, Trouble> read_secret_file(const std::string& path) {
    const std::string name = "the credential file " + in_quotes(path);
    const auto unreadable = [&](const std::string& why) {
        return std::unexpected(Trouble{fmt::format("{} cannot be read: {}", name, why), ""});
    };
    // Without O_NONBLOCK a pipe of that name would hold up the run for ever. A link is followed:
    // containers are given their secrets as links.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
    if (!file) return unreadable(std::strerror(errno));
    struct stat status = {};
    if (::fstat(file.number(), &status) != 0) return unreadable(std::strerror(errno));
    if (!S_ISREG(status.st_mode)) return unreadable("it is not a file");
    if (status.st_uid != ::geteuid() && status.st_uid != 0) {
        return std::unexpected(Trouble{name + " belongs to another user",
                                       "make it a file of the user that runs tenantry"});
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return std::unexpected(Trouble{name + " can be read by others",
                                       "run chmod 600 on it, and replace the credential if others "
                                       "may have seen it"});
    }
    const auto text = read_all(file, largest_secret);
    if (!text && errno == EFBIG) return unreadable("it is too large for a credential");
    if (!text) return unreadable(std::strerror(errno));
    std::string secret = first_line(*text);
    if (secret.empty()) return std::unexpected(Trouble{name + " is empty", ""});
    return secret;
}

} // namespace tenantry::credentials
