#include "tools/simulator/text/timestamp.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

TEST_CASE("moments survive being written and read") {
    for (const char* text : {"2026-11-21T09:36:12.123456Z", "1970-01-01T00:00:00.000000Z",
                             "2024-02-29T23:59:59.000001Z"}) {
        CAPTURE(text);
        const auto time = from_rfc3339(text);
        REQUIRE(time);
        CHECK(to_rfc3339(*time) == text);
    }
    CHECK(to_rfc3339(*from_rfc3339("2026-11-21T09:36:12Z")) == "2026-11-21T09:36:12.000000Z");
    CHECK(to_rfc3339(*from_rfc3339("2014-03-01T12:21:02.5Z")) == "2014-03-01T12:21:02.500000Z");
}

TEST_CASE("what is no moment is not read") {
    for (const char* text : {"", "2026-11-21", "2026-13-21T09:36:12Z", "2026-02-30T09:36:12Z",
                             "2026-11-21T24:36:12Z", "2026-11-21T09:36:12", "2026-11-21T09:36:12.Z",
                             "2026-11-21T09:36:12.xZ", "2026-11-21 09:36:12Z"}) {
        CAPTURE(text);
        CHECK_FALSE(from_rfc3339(text));
    }
}

TEST_CASE("a wait is rounded up to whole seconds") {
    CHECK(rounded_up(std::chrono::milliseconds{1}) == std::chrono::seconds{1});
    CHECK(rounded_up(std::chrono::seconds{2}) == std::chrono::seconds{2});
}
