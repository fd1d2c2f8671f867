// Ids that look like the API's and are the same in every run.
#pragma once

#include <cstdint>
#include <string>

namespace tenantry::simulator {

/// The n-th id of a series, of 32 hexadecimal characters: well mixed, so that ids say nothing about
/// order, and never the id of another n.
std::string hex_id(std::uint64_t seed, std::uint64_t n);

} // namespace tenantry::simulator
