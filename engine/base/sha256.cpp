#include "engine/base/sha256.hpp"

#include <openssl/evp.h>

#include <array>

namespace tenantry {

std::string sha256(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    std::string result;
    for (unsigned int i = 0; i < size; ++i) {
        result += "0123456789abcdef"[digest[i] >> 4U];
        result += "0123456789abcdef"[digest[i] & 15U];
    }
    return result;
}

} // namespace tenantry
