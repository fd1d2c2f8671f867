#include "engine/base/time.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

std::string read_back(std::string_view text) {
    const auto time = time_from_words(text);
    if (!time) return "none";
    const auto part = time->time_since_epoch().count() % 1000;
    return time_in_words(*time) + (part == 0 ? "" : " and " + std::to_string(part) + " ms");
}

} // namespace

TEST_CASE("a moment is read as RFC 3339 has it, and nothing else is one") {
    CHECK(read_back("2026-11-30T03:10:00Z") == "2026-11-30T03:10:00Z");
    CHECK(read_back("2026-11-30t03:10:00.1239z") == "2026-11-30T03:10:00Z and 123 ms");
    CHECK(read_back("2026-11-30T03:10:00.5+05:30") == "2026-11-29T21:40:00Z and 500 ms");
    CHECK(read_back("2026-12-31T23:59:60-01:00") == "2027-01-01T01:00:00Z");
    for (const char* const text :
         {"", "2026-11-30", "2026-11-30T03:10:00", "2026-11-30 03:10:00Z", "2026-11-31T03:10:00Z",
          "2026-13-01T03:10:00Z", "2026-11-30T24:10:00Z", "2026-11-30T03:10:00.Z",
          "2026-11-30T03:10:00+5:30", "2026-11-30T03:10:00+05:60", "2026-11-30T03:10:00Zx",
          "1969-12-31T23:59:59Z", "+026-11-30T03:10:00Z", "2026-11-30T03:-1:00Z"})
        CHECK_MESSAGE(read_back(text) == "none", text);
}
