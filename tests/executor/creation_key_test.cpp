// Two runs that create the same account: with which keys, and when.
#include "engine/executor/creation_key.hpp"
#include "tests/executor/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry;
using namespace std::chrono_literals;
using executor::Instant;
using test::FakeApi;
using test::World;

namespace {

constexpr Instant edge{std::chrono::hours(500'000)};

/// The key with which an account is created at a time.
std::string key_at(const std::string& account, Instant now, std::string_view live = "[]") {
    World world("    - " + account + "\n", live);
    world.now = [now] { return now; };
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::ok(R"({"id": "x1"})"));
    api.on("GET /accounts/x1/profile", test::refused(404, 1)); // where one is written
    world.run(api);
    return api.keys.size() == 1 ? api.keys[0] : "";
}

} // namespace

TEST_CASE("what two runs create with the same key is the same, and nothing else is") {
    const std::string key = key_at("{name: A}", edge + 30min);
    CHECK(key.size() <= 128); // API reference, section 1.5
    CHECK_FALSE(key.empty());
    CHECK(key_at("{name: A}", edge + 59min) == key);
    // Another description of the same account is refused under that key, not created beside it.
    CHECK(key_at("{name: A, business_name: A Inc}", edge + 30min) == key);
    CHECK(key_at("{name: A, type: enterprise}", edge + 30min) == key);
    for (const char* other : {"{name: B}", "{name: a}", "{name: AA}"}) {
        CAPTURE(other);
        CHECK(key_at(other, edge + 30min) != key);
    }
    CHECK(key_at("{name: A}", edge + 90min) != key); // in the next window
}

TEST_CASE("behind an edge a create waits, looks, and only then is sent") {
    // Lists and clocks are given 60 ms here (Options::look_again is a millisecond).
    World world("    - {name: A}\n");
    Instant now = edge + 5ms;
    world.now = [&] { return now += 10ms; };
    Instant looked;
    FakeApi api;
    api.before = [&](const std::string& call) {
        if (call == "GET /accounts" && looked == Instant()) looked = now;
    };
    SUBCASE("what was made before the edge is found") {
        api.on("GET /accounts", test::list(R"([{"id": "x1", "name": "A"}])"));
        CHECK(world.run(api) == "acme/A: done, adopted\n");
        CHECK(api.keys.empty());
    }
    SUBCASE("and what was not is created") {
        api.on("GET /accounts", test::list("[]"));
        api.on("POST /accounts", test::ok(R"({"id": "x1"})"));
        CHECK(world.run(api) == "acme/A: done\n");
        CHECK(api.keys.size() == 1);
    }
    CHECK(looked >= edge + 60ms);
    CHECK(looked < edge + 90ms);
}

TEST_CASE("a create that waits for its turn beyond its hour looks again and has another key") {
    World world("    - {name: A}\n");
    Instant now = edge - 10ms;
    world.now = [&] { return now; };
    FakeApi api;
    api.before = [&](const std::string& call) {
        if (call == "POST /accounts" && now < edge) now = edge + 1h - 20min;
    };
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts",
           std::unexpected(Fault{
               .category = FaultCategory::declined, .message = "not sent", .waited_out = true}));
    SUBCASE("what another run has made meanwhile is taken") {
        api.on("GET /accounts", test::list(R"([{"id": "x1", "name": "A"}])"));
        CHECK(world.run(api) == "acme/A: done, adopted\n");
        CHECK(api.keys.size() == 1);
    }
    SUBCASE("and else it is created, once") {
        api.on("GET /accounts", test::list("[]"));
        api.on("POST /accounts", test::ok(R"({"id": "x1"})"));
        CHECK(world.run(api) == "acme/A: done\n");
        REQUIRE(api.keys.size() == 2);
        CHECK(api.keys[0] != api.keys[1]);
        CHECK(world.report.outcomes[0].calls.size() == 1); // what was not sent is no call
    }
    CHECK(executor::left_of_window(edge - 10ms) == 10ms);
    CHECK(executor::left_of_window(edge) == 1h);
}

TEST_CASE("a stop ends the wait behind an edge, and nothing is sent") {
    World world("    - {name: A}\n");
    std::stop_source stop;
    int asked = 0;
    world.now = [&] {
        if (++asked == 3) stop.request_stop();
        return edge + 5ms;
    };
    FakeApi api;
    CHECK(world.run(api, 8, stop.get_token()) == "acme/A: not_started\n");
    CHECK(api.log.empty());
    CHECK(world.report.interrupted);
}

TEST_CASE("before an edge, and away from it, nobody waits") {
    for (const auto since : {60ms, 1000ms}) {
        CHECK(executor::wait_behind_edge(edge + since, 60ms) == 0ms);
        CHECK(executor::wait_behind_edge(edge - since, 60ms) == 0ms);
    }
    CHECK(executor::wait_behind_edge(edge, 60ms) == 60ms);
    CHECK(executor::wait_behind_edge(edge + 59ms, 60ms) == 1ms);
}

TEST_CASE("an account that another run has made under the key is taken, also when it shows late") {
    World world("    - {name: A, business_name: A Inc}\n");
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    // The key was used before with another body.
    api.on("POST /accounts", test::refused(400, 1001));
    api.on("GET /accounts", test::list("[]"));
    api.on("GET /accounts", test::list(R"([{"id": "x1", "name": "A"}])"));
    api.on("GET /accounts/x1/profile",
           test::ok(R"({"business_name": "A Inc", "business_address": "", "business_email": "",
                        "business_phone": "", "external_metadata": ""})"));
    CHECK(world.run(api) == "acme/A: done, adopted\n");
}
