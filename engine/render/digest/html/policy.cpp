// What a browser may do for a page: run our script, take our style, and nothing else. Were a name
// to get past the escapes, it could neither run nor fetch anything.
#include "engine/base/sha256.hpp"
#include "engine/render/digest/html/parts.hpp"

#include <fmt/core.h>

#include <charconv>
#include <cstdint>

namespace tenantry::render {
namespace {

/// What a digest in hexadecimal is in base64, as a policy wants it.
std::string hex_as_base64(std::string_view hex) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                        "0123456789+/";
    constexpr std::size_t of_three_bytes = 6; // hexadecimal digits, that become four of base64
    std::string text;
    for (std::size_t at = 0; at < hex.size(); at += of_three_bytes) {
        std::string three(hex.substr(at, of_three_bytes));
        const std::size_t bytes = three.size() / 2;
        three.resize(of_three_bytes, '0');
        std::uint32_t bits = 0;
        std::from_chars(three.data(), three.data() + three.size(), bits, 16);
        for (std::size_t i = 0; i < 4; ++i)
            text += i <= bytes ? digits[(bits >> (18 - 6 * i)) & 63U] : '=';
    }
    return text;
}

std::string hash_of(std::string_view text) {
    return fmt::format("'sha256-{}'", hex_as_base64(sha256(text)));
}

} // namespace

const std::string& page_policy() {
    static const std::string policy =
        fmt::format("default-src 'none'; style-src {}; script-src {}; base-uri 'none'; "
                    "form-action 'none'",
                    hash_of(page_style()), hash_of(page_script()));
    return policy;
}

} // namespace tenantry::render
