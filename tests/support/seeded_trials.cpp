#include "tests/support/seeded_trials.hpp"

#include "tests/support/places.hpp"

#include <cstdlib>
#include <functional>

namespace tenantry::whole {
namespace {

std::size_t chance(const std::string& what) {
    const char* seed = std::getenv("TENANTRY_SEED");
    return std::hash<std::string>()(std::string(seed == nullptr ? "1" : seed) + what);
}

} // namespace

std::vector<std::size_t> tried(std::size_t count, const std::string& what, std::size_t group) {
    if (!places::programs_are_sanitized()) group = 1;
    std::vector<std::size_t> numbers;
    for (std::size_t first = 0; first < count; first += group) {
        const std::size_t size = first + group <= count ? group : count - first;
        numbers.push_back(first + chance(what + std::to_string(first)) % size);
    }
    return numbers;
}

} // namespace tenantry::whole
