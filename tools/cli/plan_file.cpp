#include "tools/cli/plan_file.hpp"

#include "engine/base/text.hpp"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace tenantry::cli {
namespace {

// The plan of a large tenant has some megabytes; this much is none.
constexpr std::uintmax_t largest = 512U << 20U;

} // namespace

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

bool is_plan_file(const std::string& path) {
    std::error_code error;
    const std::string ending = std::filesystem::path(path).extension().string();
    return std::filesystem::is_regular_file(path, error) && ending != ".yaml" && ending != ".yml";
}

std::expected<PlanFile, std::string> read_plan_file(const std::string& path) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (error) return std::unexpected("cannot read " + in_quotes(path) + ": " + error.message());
    if (size > largest) return std::unexpected(in_quotes(path) + " is too large for a plan");
    std::ifstream file(path, std::ios::binary);
    PlanFile result;
    result.text.resize(static_cast<std::size_t>(size));
    file.read(result.text.data(), static_cast<std::streamsize>(size));
    if (!file) {
        return std::unexpected("cannot read " + in_quotes(path) + ": " + std::strerror(errno));
    }
    result.checksum = sha256(result.text);
    return result;
}

} // namespace tenantry::cli
