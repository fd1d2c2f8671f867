#include "tools/simulator/rules/limits.hpp"

#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr Time first_request = Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}};

} // namespace

TEST_CASE("a limit counts down and starts again with the window") {
    RateLimit limit{Rate{2, seconds{10}}, Excess::until_window_ends};
    CHECK(limit.take("a", first_request).remaining == 1);
    const Verdict second = limit.take("a", first_request + seconds{4});
    CHECK(second.allowed);
    CHECK(second.remaining == 0);
    CHECK(second.reset == seconds{6});
    const Verdict third = limit.take("a", first_request + milliseconds{9500});
    CHECK_FALSE(third.allowed);
    CHECK(third.reset == seconds{1});
    CHECK(limit.take("b", first_request + seconds{9}).allowed);
    CHECK(limit.take("a", first_request + seconds{10}).allowed);
}

TEST_CASE("going over blocks an identity for a whole window from that moment") {
    RateLimit limit{Rate{1, seconds{300}}, Excess::blocks_for_a_window};
    CHECK(limit.take("a", first_request).allowed);
    const Verdict over = limit.take("a", first_request + seconds{200});
    CHECK_FALSE(over.allowed);
    CHECK(over.reset == seconds{300});
    // A refused call does not make the wait any longer.
    const Verdict later = limit.take("a", first_request + seconds{499});
    CHECK_FALSE(later.allowed);
    CHECK(later.reset == seconds{1});
    CHECK(limit.take("a", first_request + seconds{500}).allowed);
}

TEST_CASE("replies carry the limit, and a 429 says how long to wait") {
    Settings settings;
    settings.identity_rate = Rate{2, seconds{300}};
    World world{settings};
    const Answer first = world.call("GET", "/user");
    CHECK(first.header("Ratelimit") == R"("default";r=1;t=300)");
    CHECK(first.header("Ratelimit-Policy") == R"("default";q=2;w=300)");
    CHECK(first.header("Retry-After").empty());
    world.call("GET", "/user");
    world.pass(seconds{100});
    const Answer over = world.call("GET", "/user");
    CHECK(over.status == 429);
    CHECK(over.code() == 971);
    CHECK(over.header("Retry-After") == "300");
    CHECK(over.header("Ratelimit") == R"("default";r=0;t=300)");
    world.pass(seconds{300});
    CHECK(world.call("GET", "/user").status == 200);
}

TEST_CASE("the key and the token of a user are one identity") {
    Settings settings;
    settings.identity_rate = Rate{1, seconds{300}};
    World world{settings};
    CHECK(world.call("GET", "/user").status == 200);
    Request request = world.request("GET", "/user");
    request.headers = {{"Authorization", "Bearer " + settings.token}};
    CHECK(world.send(request).status == 429);
}

TEST_CASE("the limit of an address counts each address for itself, also without a credential") {
    Settings settings;
    settings.address_rate = Rate{1, seconds{1}};
    World world{settings};
    Request request = world.request("GET", "/user");
    request.headers.clear();
    CHECK(world.send(request).status == 401);
    const Answer over = world.send(request);
    CHECK(over.status == 429);
    CHECK(over.code() == 10100);
    CHECK(over.header("Retry-After") == "1");
    request.source = "127.0.0.2";
    CHECK(world.send(request).status == 401);
    world.pass(seconds{1});
    CHECK(world.call("GET", "/user").status == 200);
}

TEST_CASE("without limits there are no limit headers") {
    World world{sized(0, 0)};
    CHECK(world.call("GET", "/user").header("Ratelimit").empty());
}
