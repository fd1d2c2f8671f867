#include "engine/base/descriptor.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>

namespace tenantry {

std::optional<std::string> read_all(const Descriptor& file, std::size_t most) {
    constexpr std::size_t part = 64U << 10U;
    std::string text;
    for (;;) {
        const std::size_t before = text.size();
        text.resize(before + std::min(part, most + 1 - before));
        const ssize_t count = ::read(file.number(), text.data() + before, text.size() - before);
        const bool again = count < 0 && errno == EINTR;
        if (count < 0 && !again) return std::nullopt;
        text.resize(before + (again ? 0 : static_cast<std::size_t>(count)));
        if (text.size() > most) {
            errno = EFBIG;
            return std::nullopt;
        }
        if (count == 0) return text;
    }
}

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno == EAGAIN) {
            pollfd room{file, POLLOUT, 0}; // somebody has made it non-blocking
            ::poll(&room, 1, -1);
            continue;
        }
        if (written < 0) return false;
        if (written == 0) {
            errno = ENOSPC; // nothing was taken, and nobody says why
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

} // namespace tenantry
