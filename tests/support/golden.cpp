#include "tests/support/golden.hpp"

#include "tests/support/places.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace tenantry::test {
namespace fs = std::filesystem;
namespace {

bool accepting() {
    const char* accept = std::getenv("TENANTRY_ACCEPT");
    if (accept == nullptr || std::string(accept) != "1") return false;
    REQUIRE_MESSAGE(std::getenv("CI") == nullptr, "TENANTRY_ACCEPT is refused in CI");
    return true;
}

} // namespace

std::vector<std::string> cases_of(const std::string& group) {
    std::vector<std::string> cases;
    for (const auto& entry : fs::directory_iterator(places::source("tests/golden/" + group))) {
        if (entry.is_directory()) cases.push_back(entry.path().string());
    }
    std::ranges::sort(cases);
    REQUIRE_FALSE(cases.empty());
    return cases;
}

std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool exists(const std::string& path) { return fs::exists(path); }

void check_golden(const std::string& path, const std::string& actual) {
    const std::string wanted = exists(path) ? read(path) : std::string();
    if (actual == wanted) return;
    if (accepting()) {
        if (actual.empty()) {
            fs::remove(path);
        } else {
            std::ofstream(path, std::ios::binary) << actual;
        }
        // Accepted is not passed: whoever accepts must look at the difference first.
        MESSAGE("skipped, written anew: " << path);
        return;
    }
    CAPTURE(path);
    CHECK(actual == wanted);
}

} // namespace tenantry::test
