#include "engine/http/url.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace tenantry;
using namespace tenantry::http;

TEST_CASE("a base URL is taken apart") {
    const auto url = parse_base_url("https://API.Cloudflare.com/client/v4/");
    REQUIRE(url.has_value());
    CHECK(url->secure);
    CHECK(url->host == "api.cloudflare.com");
    CHECK(url->port == 443);
    CHECK(url->authority == "api.cloudflare.com");
    CHECK(url->path == "/client/v4");

    const auto local = parse_base_url("http://[::1]:8787");
    REQUIRE(local.has_value());
    CHECK(local->host == "::1");
    CHECK(local->numeric);
    CHECK(local->authority == "[::1]:8787");
    CHECK(local->path.empty());
}

TEST_CASE("a credential is sent in the clear only to this machine") {
    for (const char* const local : {"http://127.0.0.1:80", "http://127.9.9.9/x", "http://[::1]",
                                    "http://localhost:8080/client/v4", "HTTP://LOCALHOST"}) {
        CAPTURE(local);
        CHECK(parse_base_url(local).has_value());
    }
    for (const char* const remote :
         {"http://api.cloudflare.com", "http://127.0.0.1.example.com", "http://128.0.0.1",
          "http://localhost.example.com", "http://[::2]", "http://0.0.0.0", "http://127.1",
          "http://0x7f000001", "http://2130706433", "http://localhost@example.com"}) {
        CAPTURE(remote);
        CHECK_FALSE(parse_base_url(remote).has_value());
    }
    CHECK(parse_base_url("http://api.cloudflare.com").error() ==
          "the base URL \"http://api.cloudflare.com\" must begin with https://: a credential is "
          "sent in the clear only to this machine (127.0.0.0/8, ::1, localhost)");
}

TEST_CASE("a base URL that is none is refused with the reason") {
    struct Row {
        const char* url;
        const char* reason;
    };
    const std::vector<Row> rows = {
        {"", "must begin with https://"},
        {"api.cloudflare.com", "must begin with https://"},
        {"ftp://api.cloudflare.com", "must begin with https://"},
        {"https://", "does not name a host and port"},
        {"https:///client", "does not name a host and port"},
        {"https://a b", "does not name a host and port"},
        {"https://a\r\nHost: b", "does not name a host and port"},
        {"https://\xc3\xa4.example", "does not name a host and port"},
        {"https://a..b", "does not name a host and port"},
        {"https://a:", "does not name a host and port"},
        {"https://a:0", "does not name a host and port"},
        {"https://a:65536", "does not name a host and port"},
        {"https://a:80x", "does not name a host and port"},
        {"https://[::1", "does not name a host and port"},
        {"https://[::1]x", "does not name a host and port"},
        {"https://[a]", "does not name a host and port"},
        {"https://1.2.3", "does not name a host and port"},
        {"https://a/b?c=d", "must end with its path"},
        {"https://a/b#c", "must end with its path"},
        {"https://a/../b", "has a path that no request could be sent to"},
        {"https://a/%zz", "has a path that no request could be sent to"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.url);
        const auto url = parse_base_url(row.url);
        REQUIRE_FALSE(url.has_value());
        CHECK(url.error().contains(row.reason));
    }
    CHECK(parse_base_url("https://a/" + std::string(3000, 'x')).error().ends_with("is too long"));
}

TEST_CASE("a password in a base URL is refused without being repeated") {
    const auto url = parse_base_url("https://me:hunter2@api.cloudflare.com");
    CHECK(url.error() == "the base URL must not hold a user name or password");
}

TEST_CASE("a query is encoded down to the unreserved characters") {
    const BaseUrl base = parse_base_url("https://a/client/v4").value();
    Request request;
    request.path = "/zones";
    request.query = {{"name", "M\xc3\xbcller & S\xc3\xb6hne +1"}, {"account.id", "a/b=c?d#e%"}};
    CHECK(request_target(base, request).value() ==
          "/client/v4/zones?name=M%C3%BCller%20%26%20S%C3%B6hne%20%2B1"
          "&account.id=a%2Fb%3Dc%3Fd%23e%25");
}

TEST_CASE("a path that would reach another call, or end the line, is not sent") {
    const BaseUrl base = parse_base_url("https://a").value();
    const auto sendable = [&](std::string path) {
        Request request;
        request.path = std::move(path);
        return request_target(base, request).has_value();
    };
    CHECK(sendable("/accounts/023e105f4ecef8ad9ca31a8372d0c353/members"));
    CHECK(sendable("/a/b%2Fc:d@e"));
    for (const char* const path : {"",
                                   "accounts",
                                   "/",
                                   "/accounts//members",
                                   "/accounts/",
                                   "/accounts/../user",
                                   "/accounts/./x",
                                   "/accounts/%2e%2E/user",
                                   "/a?b=c",
                                   "/a#b",
                                   "/a b",
                                   "/a\r\nX: y",
                                   "/a\tb",
                                   "/\xc3\xa4",
                                   "/a%",
                                   "/a%2",
                                   "/a%gg",
                                   "/a\"b",
                                   "/a\\b",
                                   "/a\x7f"}) {
        CAPTURE(path);
        CHECK_FALSE(sendable(path));
    }
    CHECK_FALSE(sendable(std::string("/a\0b", 4)));
}

TEST_CASE("a header value is visible ASCII") {
    CHECK(is_header_value("Bearer abc"));
    for (const char* const value :
         {"", " a", "a ", "a\r\nb", "a\nb", "a\tb", "\xc3\xa4", "a\x7f"}) {
        CAPTURE(value);
        CHECK_FALSE(is_header_value(value));
    }
}
