// Which of many trials are made. Release makes all of them; under the sanitizers, where a program
// takes ten times as long and other mistakes are looked for, TENANTRY_SEED chooses some. CI sets
// and prints it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tenantry::whole {

/// The numbers below `count`; under the sanitizers one out of each `group` of them.
std::vector<std::size_t> tried(std::size_t count, const std::string& what, std::size_t group);

} // namespace tenantry::whole
