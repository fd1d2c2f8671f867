#include "engine/http/http_date.hpp"

#include <doctest/doctest.h>

using namespace tenantry::http;

TEST_CASE("a date in the form of HTTP is read") {
    const auto seconds = [](const char* text) {
        return parse_http_date(text).value().time_since_epoch().count();
    };
    CHECK(seconds("Thu, 01 Jan 1970 00:00:01 GMT") == 1);
    CHECK(seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784'111'777);
    CHECK(seconds("Tue, 29 Feb 2028 23:59:60 GMT") == 1'835'481'600);
}

TEST_CASE("anything else is no date") {
    for (const char* text : {"", "Sun, 06 Nov 1994 08:49:37", "Sunday, 06-Nov-94 08:49:37 GMT",
                             "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 UTC",
                             "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
                             "Sun, -6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT "}) {
        CAPTURE(text);
        CHECK_FALSE(parse_http_date(text).has_value());
    }
}
