// Manifests and a script of answers in; the requests and the report out.
#include "tests/executor/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tenantry;
using test::FakeApi;
using test::World;

namespace {

constexpr std::string_view one_account = "    - name: A\n";
constexpr std::string_view account_and_zone = "    - name: A\n      zones: [{name: a.example}]\n";
constexpr std::string_view live_a = R"([{"id": "a1", "name": "A"}])";

} // namespace

TEST_CASE("a zone gets the id of the account that the same plan makes, without a look of its own") {
    World world(account_and_zone);
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::ok(R"({"id": "a1"})"));
    api.on("GET /accounts", test::list(live_a));
    api.on("POST /zones", test::ok(R"({"id": "z1", "status": "pending", "name_servers": ["b"]})"));
    CHECK(world.run(api) == "acme/A: done\nacme/A/zone/a.example: done\n");
    CHECK(api.log[3] == R"(POST /zones {"name":"a.example","account":{"id":"a1"}})");
    CHECK(to_text(world.report.outcomes[1].outputs) ==
          R"({"status":"pending","name_servers":["b"]})");
    CHECK(api.keys.size() == 1);
    CHECK(world.report.requests == 4);
}

TEST_CASE("a create that finds its object already there adopts it and does what is left") {
    World world("    - {name: A, settings: {enforce_twofactor: true}}\n");
    FakeApi api;
    api.on("GET /accounts", test::list(live_a));
    api.on("PUT /accounts/a1", test::ok(R"({"id": "a1"})"));
    CHECK(world.run(api) == "acme/A: done, adopted\n");
}

TEST_CASE("after a lost answer the object that appeared is adopted, and never made twice") {
    for (const FaultCategory category :
         {FaultCategory::lost, FaultCategory::timed_out, FaultCategory::broken}) {
        World world(account_and_zone);
        FakeApi api;
        api.on("GET /accounts", test::list("[]"));
        api.on("POST /accounts", test::unclear(category));
        api.on("GET /accounts", test::list("[]")); // the list is late
        api.on("GET /accounts", test::list(live_a));
        api.on("GET /zones", test::list("[]")); // adopted: it may have zones
        api.on("POST /zones", test::ok(R"({"id": "z1"})"));
        CHECK(world.run(api) == "acme/A: done, adopted\nacme/A/zone/a.example: done\n");
    }
}

TEST_CASE("what does not appear after a lost answer is uncertain, and its customer stops") {
    World world("    - {name: A, zones: [{name: a.example}]}\n    - {name: B}\n");
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::unclear(FaultCategory::lost));
    for (int i = 0; i < 3; ++i)
        api.on("GET /accounts", test::list("[]"));
    CHECK(world.run(api, 1) == "acme/A: uncertain\n"
                               "acme/A/zone/a.example: skipped because of acme/A\n"
                               "acme/B: skipped because of acme/A\n");
    CHECK(world.report.outcomes[0].what_to_check.find("account \"A\"") != std::string::npos);
}

TEST_CASE("an answer without an id is as unclear as none") {
    World world(one_account);
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::ok("{}"));
    api.on("GET /accounts", test::list(live_a));
    CHECK(world.run(api) == "acme/A: done, adopted\n");
}

TEST_CASE("a refusal is final unless the object is there after all") {
    SUBCASE("a duplicate that is ours") {
        World world(account_and_zone, live_a);
        FakeApi api;
        api.on("GET /zones", test::list("[]"));
        api.on("POST /zones", test::refused(400, 1061));
        api.on("GET /zones",
               test::list(R"([{"id": "z1", "name": "a.example", "account": {"id": "a1"}}])"));
        CHECK(world.run(api) == "acme/A/zone/a.example: done, adopted\n");
    }
    SUBCASE("a duplicate that is somebody else's") {
        World world(account_and_zone, live_a);
        FakeApi api;
        api.on("GET /zones", test::list("[]"));
        api.on("POST /zones", test::refused(400, 1061));
        api.on("GET /zones", test::list("[]"));
        CHECK(world.run(api) == "acme/A/zone/a.example: failed\n");
        CHECK(world.report.outcomes[0].fault->code == 1061);
    }
    SUBCASE("no right at all: no look") {
        World world(account_and_zone, live_a);
        FakeApi api;
        api.on("GET /zones", test::list("[]"));
        api.on("POST /zones", test::refused(403, 10000));
        CHECK(world.run(api) == "acme/A/zone/a.example: failed\n");
    }
}

TEST_CASE("a failed step skips what depends on it and nothing else") {
    World world("    - {name: A, zones: [{name: a.example}]}\n"
                "    - {name: B, zones: [{name: b.example}]}\n");
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::refused(403, 1002));
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::ok(R"({"id": "b1"})"));
    api.on("POST /zones", test::ok(R"({"id": "z1"})"));
    CHECK(world.run(api, 1) == "acme/A: failed\nacme/A/zone/a.example: skipped because of acme/A\n"
                               "acme/B: done\nacme/B/zone/b.example: done\n");
}

TEST_CASE("too many pending zones stop the zones of that account and nothing else") {
    World world("    - {name: A, zones: [{name: a.example}, {name: b.example, paused: true}, "
                "{name: c.example, settings: {ssl: strict}}]}\n"
                "    - {name: B, zones: [{name: d.example}]}\n",
                R"([{"id": "a1", "name": "A"}, {"id": "b1", "name": "B"}])");
    FakeApi api;
    api.otherwise("GET /zones", test::list("[]"));
    api.on("POST /zones", test::refused(400, 1118));
    api.on("POST /zones", test::ok(R"({"id": "z4"})"));
    CHECK(world.run(api, 1) ==
          "acme/A/zone/a.example: failed\n"
          "acme/A/zone/b.example: skipped because of acme/A/zone/a.example\n"
          "acme/A/zone/c.example: skipped because of acme/A/zone/a.example\n"
          "acme/A/zone/c.example/settings: skipped because of acme/A/zone/a.example\n"
          "acme/B/zone/d.example: done\n");
    CHECK(std::ranges::count(api.log,
                             R"(POST /zones {"name":"b.example","account":{"id":"a1"}})") == 0);
}

TEST_CASE("an unclear PATCH is read back: done if it was, repeated if it was not") {
    const std::string_view wanted = "    - {name: A, zones: [{name: a.example, paused: true}]}\n";
    const std::string_view zones = R"([{"id": "z1", "name": "a.example", "paused": false,
                                        "account": {"id": "a1"}}])";
    World world(wanted, live_a, zones);
    FakeApi api;
    api.on("PATCH /zones/z1", test::unclear(FaultCategory::lost));
    SUBCASE("it was done") {
        api.on(
            "GET /zones/z1",
            test::ok(
                R"({"id": "z1", "name": "a.example", "paused": true, "account": {"id": "a1"}})"));
    }
    SUBCASE("it was not") {
        api.on(
            "GET /zones/z1",
            test::ok(
                R"({"id": "z1", "name": "a.example", "paused": false, "account": {"id": "a1"}})"));
        api.on("PATCH /zones/z1", test::ok(R"({"id": "z1"})"));
    }
    CHECK(world.run(api) == "acme/A/zone/a.example: done\n");
}

TEST_CASE("a refused PATCH whose state is already there is done; otherwise it failed") {
    const std::string_view wanted = "    - {name: A, zones: [{name: a.example, paused: true}]}\n";
    const std::string_view zones = R"([{"id": "z1", "name": "a.example", "paused": false,
                                        "account": {"id": "a1"}}])";
    World world(wanted, live_a, zones);
    FakeApi api;
    api.on("PATCH /zones/z1", test::refused(400, 1022)); // quirk 18
    SUBCASE("already so") {
        api.on(
            "GET /zones/z1",
            test::ok(
                R"({"id": "z1", "name": "a.example", "paused": true, "account": {"id": "a1"}})"));
        CHECK(world.run(api) == "acme/A/zone/a.example: done\n");
    }
    SUBCASE("refused") {
        api.on(
            "GET /zones/z1",
            test::ok(
                R"({"id": "z1", "name": "a.example", "paused": false, "account": {"id": "a1"}})"));
        CHECK(world.run(api) == "acme/A/zone/a.example: failed\n");
    }
}

TEST_CASE("an update that stays unclear ends") {
    World world("    - {name: A, zones: [{name: a.example, paused: true}]}\n", live_a,
                R"([{"id": "z1", "name": "a.example", "paused": false, "account": {"id": "a1"}}])");
    FakeApi api;
    for (int i = 0; i < 4; ++i) {
        api.on("PATCH /zones/z1", test::unclear(FaultCategory::lost));
        api.on(
            "GET /zones/z1",
            test::ok(
                R"({"id": "z1", "name": "a.example", "paused": false, "account": {"id": "a1"}})"));
    }
    CHECK(world.run(api) == "acme/A/zone/a.example: failed\n");
}

TEST_CASE("steps that depend on nothing run side by side, as many as allowed") {
    std::string accounts;
    for (int i = 0; i < 20; ++i)
        accounts += "    - name: N" + std::to_string(i) + "\n";
    for (const std::size_t parallelism : {1U, 4U}) {
        World world(accounts);
        FakeApi api;
        for (int i = 0; i < 20; ++i) {
            api.on("GET /accounts", test::list("[]"));
            api.on("POST /accounts", test::ok(R"({"id": "x)" + std::to_string(i) + "\"}"));
        }
        world.run(api, parallelism);
        CHECK(api.most_at_once == parallelism);
        CHECK(world.report.count(OutcomeStatus::done) == 20);
    }
}

TEST_CASE("after a stop what is under way ends, and nothing starts") {
    World world("    - {name: A, settings: {enforce_twofactor: true}}\n    - {name: B}\n");
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::ok(R"({"id": "a1"})"));
    api.on("PUT /accounts/a1", test::ok(R"({"id": "a1"})"));
    std::stop_source stop;
    api.before = [&](const std::string& call) {
        if (call == "POST /accounts") stop.request_stop();
    };
    CHECK(world.run(api, 1, stop.get_token()) == "acme/A: done\nacme/B: not_started\n");
    CHECK(world.report.interrupted);
}

TEST_CASE("no two accounts are created with the same key") {
    World world("    - {name: A}\n    - {name: B}\n");
    FakeApi api;
    for (int i = 0; i < 2; ++i) {
        api.on("GET /accounts", test::list("[]"));
        api.on("POST /accounts", test::ok(R"({"id": "x)" + std::to_string(i) + "\"}"));
    }
    world.run(api, 1);
    REQUIRE(api.keys.size() == 2);
    CHECK(api.keys[0] != api.keys[1]);
}

TEST_CASE("an account is done when the list shows it, or with a word of warning") {
    World world(one_account);
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::ok(R"({"id": "a1"})"));
    SUBCASE("it shows late") {
        api.on("GET /accounts", test::list("[]"));
        api.on("GET /accounts", test::list(live_a));
        CHECK(world.run(api) == "acme/A: done\n");
        CHECK(world.report.outcomes[0].what_to_check.empty());
        CHECK(world.report.requests == 4);
    }
    SUBCASE("it does not show") {
        CHECK(world.run(api) == "acme/A: done\n");
        CHECK(world.report.outcomes[0].what_to_check.find("wait a minute") != std::string::npos);
    }
}

TEST_CASE("one object is never taken for two resources") {
    // Both units answer without a placement, so only what is spoken for tells the two apart.
    World world("    - {name: A, unit: north}\n    - {name: A, unit: south}\n");
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::ok(R"({"id": "a1"})"));
    api.on("GET /accounts", test::list(live_a)); // the first one's
    api.on("POST /accounts", test::ok(R"({"id": "a2"})"));
    CHECK(world.run(api, 1) == "acme/A@north: done\nacme/A@south: done\n");
    CHECK(world.report.outcomes[0].id == "a1");
    CHECK(world.report.outcomes[1].id == "a2");
}

TEST_CASE("what is found in another state than can be reached is not called done") {
    World world("    - {name: A, type: enterprise}\n");
    FakeApi api;
    api.on("GET /accounts", test::list(R"([{"id": "a1", "name": "A", "type": "standard"}])"));
    CHECK(world.run(api) == "acme/A: failed, adopted\n");
    CHECK(world.report.outcomes[0].fault->message.find("a1") != std::string::npos);
}

TEST_CASE("a PUT echoes what is not managed from a fresh read") {
    World world("    - {name: A, settings: {enforce_twofactor: true}}\n",
                R"([{"id": "a1", "name": "A", "settings": {"enforce_twofactor": false,
                     "abuse_contact_email": "old@a.example"}}])");
    FakeApi api;
    SUBCASE("changed meanwhile") {
        api.on("GET /accounts/a1",
               test::ok(R"({"id": "a1", "name": "A", "settings": {"enforce_twofactor": false,
                            "abuse_contact_email": "new@a.example"}})"));
        api.on("PUT /accounts/a1", test::ok(R"({"id": "a1"})"));
        CHECK(world.run(api) == "acme/A: done\n");
        CHECK(api.log.back().find("new@a.example") != std::string::npos);
    }
    SUBCASE("already as wanted: nothing to write") {
        api.on("GET /accounts/a1",
               test::ok(R"({"id": "a1", "name": "A", "settings": {"enforce_twofactor": true}})"));
        CHECK(world.run(api) == "acme/A: done\n");
    }
}

TEST_CASE("an id that could not stand in a path is none") {
    World world(one_account);
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::ok(R"({"id": "../zones"})"));
    for (int i = 0; i < 3; ++i)
        api.on("GET /accounts", test::list("[]"));
    CHECK(world.run(api) == "acme/A: uncertain\n");
}
