#include "tools/simulator/text/hex_id.hpp"

#include <string_view>

namespace tenantry::simulator {
namespace {

// SplitMix64 by Sebastiano Vigna: a bijection, so that two numbers never share an id.
std::uint64_t mixed(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

void append_hex(std::string& out, std::uint64_t x) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (unsigned shift = 64; shift > 0; shift -= 4)
        out += digits[(x >> (shift - 4U)) & 15U];
}

} // namespace

std::string hex_id(std::uint64_t seed, std::uint64_t n) {
    std::string id;
    id.reserve(32);
    append_hex(id, mixed(n ^ mixed(seed)));
    append_hex(id, mixed(n + 0x632be59bd9b4e019U * (seed + 1U)));
    return id;
}

} // namespace tenantry::simulator
