// Settings and holds of zones: read before they are written where that matters, never repeated
// blindly, and patient, for a while, with a plan that has just been bought.
#include "tests/executor/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tenantry;
using test::FakeApi;
using test::World;

namespace {

constexpr std::string_view settings = "GET /zones/z1/settings";
constexpr std::string_view plan = "GET /zones/z1/subscription";
constexpr std::string_view buy = "POST /zones/z1/subscription";
constexpr std::string_view strict = "PATCH /zones/z1/settings/ssl";

/// One account with one zone that wants this, as YAML in flow style.
std::string wants(std::string_view zone) {
    return "    - {name: A, zones: [{name: a.example, " + std::string(zone) + "}]}\n";
}

/// The zone is live, free, and answers so for its settings.
std::string free_zone(std::string_view of_settings, std::string_view hold = "null") {
    return R"({"account": [{"id": "a1", "name": "A"}],
        "zone": [{"id": "z1", "name": "a.example", "account": {"id": "a1"},
                  "plan": {"legacy_id": "free"}}],
        "zone_subscription": {"z1": null},
        "zone_settings": {"z1": )" +
           std::string(of_settings) + R"(}, "zone_hold": {"z1": )" + std::string(hold) + "}}";
}

std::string setting(std::string_view id, std::string_view value, bool editable = true) {
    return R"({"id": ")" + std::string(id) + R"(", "value": )" + std::string(value) +
           R"(, "editable": )" + (editable ? "true" : "false") + "}";
}

std::string both(std::string_view ssl, std::string_view mirage, bool editable) {
    return "[" + setting("ssl", ssl) + ", " + setting("mirage", mirage, editable) + "]";
}

std::ptrdiff_t sent(const FakeApi& api, std::string_view call) {
    return std::ranges::count_if(api.log,
                                 [&](const std::string& line) { return line.starts_with(call); });
}

/// A free zone that becomes pro, and whose mirage needs that.
World bought() {
    return World::of(wants("plan: pro, settings: {ssl: strict, mirage: on}"),
                     free_zone(both(R"("off")", R"("off")", false)));
}

void sell(FakeApi& api) {
    api.on(std::string(plan), test::refused(404, 1207));
    api.on(std::string(buy), test::ok(R"({"rate_plan": {"id": "PARTNERS_PRO"}})"));
    api.on(std::string(plan), test::ok(R"({"rate_plan": {"id": "PARTNERS_PRO"}})"));
}

constexpr std::string_view done = "acme/A/zone/a.example/plan: done\n"
                                  "acme/A/zone/a.example/settings: done\n";

} // namespace

TEST_CASE("one call for each setting that differs") {
    World world =
        World::of(wants("settings: {ssl: strict, mirage: off, brotli: on}"),
                  free_zone("[" + setting("ssl", R"("off")") + "," + setting("mirage", R"("off")") +
                            "," + setting("brotli", R"("off")") + "]"));
    FakeApi api;
    api.on("PATCH /zones/z1/settings/brotli", test::ok(setting("brotli", R"("on")")));
    api.on(std::string(strict), test::ok(setting("ssl", R"("strict")")));
    CHECK(world.run(api) == "acme/A/zone/a.example/settings: done\n");
    CHECK(api.log ==
          std::vector<std::string>{R"(PATCH /zones/z1/settings/brotli {"value":"on"})",
                                   R"(PATCH /zones/z1/settings/ssl {"value":"strict"})"});
}

TEST_CASE("an object is read before it is written, so that what nobody manages stays") {
    World world =
        World::of(wants("settings: {minify: {css: on}}"),
                  free_zone("[" + setting("minify", R"({"css": "off", "js": "off"})") + "]"));
    FakeApi api;
    SUBCASE("as it was") {
        api.on("GET /zones/z1/settings/minify",
               test::ok(setting("minify", R"({"css": "off", "js": "on"})")));
        api.on("PATCH /zones/z1/settings/minify", test::ok("{}"));
        // Somebody has changed a member that is not managed, which makes it another value.
        CHECK(world.run(api) == "acme/A/zone/a.example/settings: failed\n");
        CHECK(world.fault() == "its minify has changed since the plan was made, so it was left as "
                               "it is: run plan again");
    }
    SUBCASE("unchanged") {
        api.on("GET /zones/z1/settings/minify",
               test::ok(setting("minify", R"({"css": "off", "js": "off"})")));
        api.on("PATCH /zones/z1/settings/minify", test::ok("{}"));
        CHECK(world.run(api) == "acme/A/zone/a.example/settings: done\n");
        CHECK(api.log.back() ==
              R"(PATCH /zones/z1/settings/minify {"value":{"css":"on","js":"off"}})");
    }
}

TEST_CASE("a setting whose answer was lost is read, and sent again only if it is not there") {
    World world = World::of(wants("settings: {ssl: strict}"),
                            free_zone("[" + setting("ssl", R"("off")") + "]"));
    FakeApi api;
    api.on(std::string(strict), test::unclear(FaultCategory::lost));
    SUBCASE("it was done") {
        api.on("GET /zones/z1/settings/ssl", test::ok(setting("ssl", R"("strict")")));
        CHECK(world.run(api) == "acme/A/zone/a.example/settings: done\n");
        CHECK(sent(api, strict) == 1);
    }
    SUBCASE("it was not") {
        api.on("GET /zones/z1/settings/ssl", test::ok(setting("ssl", R"("off")")));
        api.on(std::string(strict), test::ok(setting("ssl", R"("strict")")));
        CHECK(world.run(api) == "acme/A/zone/a.example/settings: done\n");
        CHECK(sent(api, strict) == 2);
    }
}

TEST_CASE("a new zone is looked at, and gets only what differs") {
    World world(wants("settings: {ssl: strict, brotli: on}"));
    FakeApi api;
    api.on("POST /accounts", test::ok(R"({"id": "a1"})"));
    api.otherwise("GET /accounts", test::list(R"([{"id": "a1", "name": "A"}])"));
    api.on("POST /zones", test::ok(R"({"id": "z1"})"));
    SUBCASE("it has both") {
        api.on(std::string(settings), test::ok("[" + setting("ssl", R"("off")") + "," +
                                               setting("brotli", R"("on")") + "]"));
        api.on(std::string(strict), test::ok("{}"));
        CHECK(world.run(api).ends_with("acme/A/zone/a.example/settings: done\n"));
        CHECK(sent(api, "PATCH") == 1);
    }
    SUBCASE("it has no such setting") {
        api.on(std::string(settings), test::ok("[" + setting("sssl", R"("off")") + "," +
                                               setting("brotli", R"("on")") + "]"));
        api.on("GET /zones/z1/settings/ssl", test::refused(400, 1006));
        CHECK(world.run(api).ends_with("acme/A/zone/a.example/settings: failed\n"));
        CHECK(world.report.outcomes.back().fault->message ==
              "the zone has no setting \"ssl\": it is unknown, or Cloudflare has withdrawn it: did "
              "you mean \"sssl\"?");
        CHECK(sent(api, "PATCH") == 0);
    }
    SUBCASE("its plan lacks one") {
        api.on(std::string(settings), test::ok("[" + setting("ssl", R"("off")", false) + "," +
                                               setting("brotli", R"("off")") + "]"));
        api.on("PATCH /zones/z1/settings/brotli", test::ok("{}"));
        CHECK(world.run(api).ends_with("acme/A/zone/a.example/settings: partly\n"));
        CHECK(world.report.outcomes.back().fault->message ==
              "ssl cannot be changed in this zone: write a plan that has it (plan: pro, business "
              "or enterprise), or remove the line");
        CHECK(world.report.outcomes.back().fault->field == "ssl");
        CHECK(sent(api, "PATCH") == 1); // the other one
    }
}

TEST_CASE("settings wait until the plan that was bought shows in them") {
    World world = bought();
    FakeApi api;
    sell(api);
    for (int i = 0; i < 3; ++i)
        api.on(std::string(settings), test::ok(both(R"("off")", R"("off")", false)));
    api.on(std::string(settings), test::ok(both(R"("off")", R"("off")", true)));
    api.on("PATCH /zones/z1/settings/mirage", test::ok("{}"));
    api.on(std::string(strict), test::ok("{}"));
    CHECK(world.run(api) == done);
    CHECK(sent(api, settings) == 4);
    CHECK(sent(api, "PATCH") == 2);
    // What is editable does not wait.
    const auto first = std::ranges::find_if(
        api.log, [](const std::string& call) { return call.starts_with("PATCH"); });
    CHECK(first->starts_with(strict));
    CHECK((first - 1)->starts_with(plan));
}

TEST_CASE("the wait for a plan ends") {
    World world = bought();
    FakeApi api;
    sell(api);
    api.otherwise(std::string(settings), test::ok(both(R"("off")", R"("off")", false)));
    api.on(std::string(strict), test::ok("{}"));
    CHECK(world.run(api) == "acme/A/zone/a.example/plan: done\n"
                            "acme/A/zone/a.example/settings: partly\n");
    const Fault& fault = *world.report.outcomes[1].fault;
    CHECK(fault.message == "mirage cannot be changed yet: what was bought does not show 120 ms "
                           "later. Run apply again in a while; if it stays so, the plan does not "
                           "have it");
    CHECK(fault.field == "mirage");
    CHECK(sent(api, settings) == 26); // after 1, 2 and 4, then after every 5
    CHECK(sent(api, "PATCH") == 1);
}

TEST_CASE("who interrupts does not wait for a plan") {
    World world = bought();
    FakeApi api;
    sell(api);
    api.otherwise(std::string(settings), test::ok(both(R"("off")", R"("off")", false)));
    std::stop_source stop;
    api.before = [&](const std::string& call) {
        if (call.starts_with(settings)) stop.request_stop();
    };
    api.on(std::string(strict), test::ok("{}"));
    CHECK(world.run(api, 8, stop.get_token()) == "acme/A/zone/a.example/plan: done\n"
                                                 "acme/A/zone/a.example/settings: partly\n");
    CHECK(world.report.interrupted);
    CHECK(sent(api, settings) == 1);
}

TEST_CASE("a plan that could not be bought skips what needs it") {
    World world = bought();
    FakeApi api;
    api.on(std::string(plan), test::refused(404, 1207));
    api.on(std::string(buy), test::refused(400, 1204));
    api.on(std::string(plan), test::refused(404, 1207));
    CHECK(world.run(api) == "acme/A/zone/a.example/plan: failed\n"
                            "acme/A/zone/a.example/settings: skipped because of "
                            "acme/A/zone/a.example/plan\n");
    CHECK(sent(api, settings) == 0);
}

TEST_CASE("settings are read one by one where the list is gone") {
    for (const int status : {404, 405, 410}) {
        World world = bought();
        FakeApi api;
        sell(api);
        api.otherwise(std::string(settings), test::refused(status, 0));
        api.otherwise("GET /zones/z1/settings/ssl", test::ok(setting("ssl", R"("strict")")));
        api.otherwise("GET /zones/z1/settings/mirage", test::ok(setting("mirage", R"("off")")));
        api.on("PATCH /zones/z1/settings/mirage", test::ok("{}"));
        api.on(std::string(strict), test::ok("{}"));
        CHECK(world.run(api) == done);
    }
}

TEST_CASE("a hold is set, and released") {
    World world = World::of(wants("hold: {hold: true, include_subdomains: true}"),
                            free_zone("[]", R"({"hold": false})"));
    FakeApi api;
    api.on("POST /zones/z1/hold", test::ok(R"({"hold": true})"));
    CHECK(world.run(api) == "acme/A/zone/a.example/hold: done\n");

    World other = World::of(wants("hold: false"), free_zone("[]", R"({"hold": true})"));
    FakeApi second;
    second.on("DELETE /zones/z1/hold", test::ok(R"({"hold": false})"));
    CHECK(other.run(second) == "acme/A/zone/a.example/hold: done\n");
    CHECK(second.log == std::vector<std::string>{"DELETE /zones/z1/hold"});
}

TEST_CASE("a zone that becomes Enterprise is held from then on, and released if that is wanted") {
    World world = World::of(wants("plan: enterprise, hold: false"), free_zone("[]"));
    FakeApi api;
    api.on(std::string(plan), test::refused(404, 1207));
    api.on(std::string(buy), test::ok(R"({"rate_plan": {"id": "PARTNERS_ENT"}})"));
    api.on(std::string(plan), test::ok(R"({"rate_plan": {"id": "enterprise"}})"));
    api.on("GET /zones/z1/hold", test::refused(403, 1005));
    api.on("GET /zones/z1/hold", test::ok(R"({"hold": true, "include_subdomains": false})"));
    api.on("DELETE /zones/z1/hold", test::ok(R"({"hold": false})"));
    CHECK(world.run(api) == "acme/A/zone/a.example/plan: done\n"
                            "acme/A/zone/a.example/hold: done\n");
    CHECK(sent(api, "DELETE") == 1);
}

TEST_CASE("a new Enterprise zone is held already") {
    World world(wants("plan: enterprise, hold: true"));
    FakeApi api;
    api.on("POST /accounts", test::ok(R"({"id": "a1"})"));
    api.otherwise("GET /accounts", test::list(R"([{"id": "a1", "name": "A"}])"));
    api.on("POST /zones", test::ok(R"({"id": "z1"})"));
    api.on(std::string(plan), test::refused(404, 1207));
    api.on(std::string(buy), test::ok(R"({"rate_plan": {"id": "PARTNERS_ENT"}})"));
    api.on(std::string(plan), test::ok(R"({"rate_plan": {"id": "enterprise"}})"));
    api.on("GET /zones/z1/hold", test::ok(R"({"hold": true, "include_subdomains": false})"));
    CHECK(world.run(api).ends_with("acme/A/zone/a.example/hold: done\n"));
    CHECK(sent(api, "POST /zones/z1/hold") == 0);
}

TEST_CASE("what was written is compared with the answer, and another value is told") {
    World world = World::of(
        wants("settings: {ssl: strict, tls_1_3: on}"),
        free_zone("[" + setting("ssl", R"("off")") + "," + setting("tls_1_3", R"("off")") + "]"));
    FakeApi api;
    SUBCASE("another value") {
        api.on(std::string(strict), test::ok(setting("ssl", R"("full")")));
        api.on("PATCH /zones/z1/settings/tls_1_3", test::ok(setting("tls_1_3", R"("on")")));
        CHECK(world.run(api) == "acme/A/zone/a.example/settings: partly\n");
        CHECK(world.fault() == "the API took the call, and answers that ssl is \"full\" now: "
                               "another setting may decide it, or the form of the value");
    }
    SUBCASE("the same wish in other words, or no value at all") {
        api.on(std::string(strict), test::ok("{}"));
        api.on("PATCH /zones/z1/settings/tls_1_3", test::ok(setting("tls_1_3", R"("zrt")")));
        CHECK(world.run(api) == "acme/A/zone/a.example/settings: done\n");
    }
}
