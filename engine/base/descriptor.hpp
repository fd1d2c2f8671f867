// An open file that closes itself and that no program started meanwhile inherits; and reading and
// writing it to the end, as one call of the system does not.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tenantry {

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }

    explicit operator bool() const { return number_ >= 0; }
    int number() const { return number_; }
    void close() {
        if (number_ >= 0) ::close(std::exchange(number_, -1));
    }

private:
    int number_ = -1;
};

/// All that is left in a file; nothing when it cannot be read or is more than `most` bytes, which
/// errno tells apart (EFBIG).
std::optional<std::string> read_all(const Descriptor& file, std::size_t most);

/// Whether all of it was written; else errno says why.
bool write_all(int file, std::string_view text);

} // namespace tenantry
