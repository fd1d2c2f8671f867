// Steps of which some calls are refused: what is independent goes on, and the outcome of every call
// is kept.
#include "tests/executor/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tenantry;
using test::FakeApi;
using test::World;

namespace {

std::string wants(std::string_view zone) {
    return "    - {name: A, zones: [{name: a.example, " + std::string(zone) + "}]}\n";
}

std::string settings_of(std::string_view values) {
    std::string items;
    const Json parsed = *parse_json(values);
    for (const auto& [id, value] : *parsed.members()) {
        items += (items.empty() ? "" : ", ") + std::string(R"({"id": ")") + id + R"(", "value": )" +
                 to_text(value) + R"(, "editable": true})";
    }
    return "[" + items + "]";
}

std::string live_zone(std::string_view settings) {
    return R"({"account": [{"id": "a1", "name": "A"}],
        "zone": [{"id": "z1", "name": "a.example", "account": {"id": "a1"},
                  "plan": {"legacy_id": "free"}}],
        "zone_settings": {"z1": )" +
           settings_of(settings) + "}}";
}

FakeApi::Answer pointing(std::string_view pointer) {
    auto answer = test::refused(400, 1001);
    answer.error().pointer = pointer;
    return answer;
}

/// "done PATCH /zones/{zone}/settings/brotli: brotli\n", with what was wrong.
std::string calls(const Outcome& outcome) {
    std::string text;
    for (const CallOutcome& call : outcome.calls) {
        text += std::string(name_of(call.status)) + " " + call.call + ":";
        for (const std::string& field : call.fields)
            text += " " + field;
        if (call.fault) text += " (" + call.fault->message + " at " + call.fault->field + ")";
        text += "\n";
    }
    return text;
}

constexpr std::string_view four =
    "settings: {always_use_https: on, brotli: off, ssl: strict, tls_client_auth: on}";
constexpr std::string_view as_they_come =
    R"({"always_use_https": "off", "brotli": "on", "ssl": "full", "tls_client_auth": "off"})";
constexpr std::string_view two_of_them =
    R"({"always_use_https": "on", "brotli": "off", "ssl": "full", "tls_client_auth": "off"})";

void answer_settings(FakeApi& api) {
    for (const std::string id : {"always_use_https", "brotli", "tls_client_auth"})
        api.otherwise("PATCH /zones/z1/settings/" + id, test::ok("{}"));
}

constexpr std::string_view account_with_settings =
    "    - {name: A, settings: {enforce_twofactor: true, abuse_contact_email: a@b.example}}\n";

} // namespace

TEST_CASE("a setting that is refused does not stand before the others") {
    World world = World::of(wants(four), live_zone(as_they_come));
    FakeApi api;
    answer_settings(api);
    api.on("PATCH /zones/z1/settings/ssl", test::refused(400, 1007));
    api.on("GET /zones/z1/settings", test::ok(settings_of(two_of_them)));
    CHECK(world.run(api) == "acme/A/zone/a.example/settings: partly\n");
    CHECK(calls(world.report.outcomes[0]) ==
          "done PATCH /zones/{zone}/settings/always_use_https: always_use_https\n"
          "done PATCH /zones/{zone}/settings/brotli: brotli\n"
          "failed PATCH /zones/{zone}/settings/ssl: ssl (no at ssl)\n"
          "done PATCH /zones/{zone}/settings/tls_client_auth: tls_client_auth\n");
    CHECK(world.report.outcomes[0].fault->code == 1007);
    CHECK(world.report.wrote());
}

TEST_CASE("settings that are all refused are failed, each with its own reason") {
    World world = World::of(wants("settings: {brotli: off, ssl: strict}"), live_zone(as_they_come));
    FakeApi api;
    api.on("PATCH /zones/z1/settings/brotli", test::refused(403, 9109));
    api.on("PATCH /zones/z1/settings/ssl", test::refused(400, 1007));
    api.on("GET /zones/z1/settings", test::ok(settings_of(as_they_come)));
    CHECK(world.run(api) == "acme/A/zone/a.example/settings: failed\n");
    CHECK(calls(world.report.outcomes[0]) ==
          "failed PATCH /zones/{zone}/settings/brotli: brotli (no at brotli)\n"
          "failed PATCH /zones/{zone}/settings/ssl: ssl (no at ssl)\n");
    CHECK_FALSE(world.report.wrote());
}

TEST_CASE("a lost network stops what was still to be sent") {
    World world = World::of(wants(four), live_zone(as_they_come));
    FakeApi api;
    answer_settings(api);
    FakeApi::Answer unreachable = test::unclear(FaultCategory::unreachable);
    unreachable.error().maybe_done = false;
    api.on("PATCH /zones/z1/settings/brotli", unreachable);
    CHECK(world.run(api) == "acme/A/zone/a.example/settings: partly\n");
    CHECK(calls(world.report.outcomes[0]) ==
          "done PATCH /zones/{zone}/settings/always_use_https: always_use_https\n"
          "failed PATCH /zones/{zone}/settings/brotli: brotli (gone at brotli)\n"
          "not_tried PATCH /zones/{zone}/settings/ssl: ssl\n"
          "not_tried PATCH /zones/{zone}/settings/tls_client_auth: tls_client_auth\n");
}

TEST_CASE("an account whose settings are refused is there, and what lies in it goes on") {
    World world(
        "    - {name: A, settings: {enforce_twofactor: true}, zones: [{name: a.example}]}\n");
    FakeApi api;
    api.on("POST /accounts", test::ok(R"({"id": "a1"})"));
    api.on("PUT /accounts/a1", test::refused(400, 1001));
    api.on("POST /zones", test::ok(R"({"id": "z1"})"));
    CHECK(world.run(api) == "acme/A: partly\nacme/A/zone/a.example: done\n");
    CHECK(world.report.outcomes[0].id == "a1");
    CHECK(calls(world.report.outcomes[0]) ==
          "done POST /accounts: name\n"
          "failed PUT /accounts/{account}: settings.enforce_twofactor "
          "(no at settings.enforce_twofactor)\n");
}

TEST_CASE("of a call that writes several fields the refused one is left out") {
    const std::string created = "done POST /accounts: name\n";
    const std::string done = "done PUT /accounts/{account}: settings.enforce_twofactor\n";
    const std::string failed = "failed PUT /accounts/{account}: settings.abuse_contact_email "
                               "(no at settings.abuse_contact_email)\n";
    World world{account_with_settings};
    FakeApi api;
    api.on("POST /accounts", test::ok(R"({"id": "a1"})"));
    SUBCASE("where the API names it") {
        api.on("PUT /accounts/a1", pointing("/settings/abuse_contact_email"));
        api.on("PUT /accounts/a1", test::ok("{}"));
        CHECK(world.run(api) == "acme/A: partly\n");
        CHECK(std::ranges::count(api.log, R"(PUT /accounts/a1 {"id":"a1","name":"A","settings":)"
                                          R"({"enforce_twofactor":true}})") == 1);
        CHECK(calls(world.report.outcomes[0]) == created + failed + done);
    }
    SUBCASE("where it does not, each is tried by itself") {
        api.on("PUT /accounts/a1", test::refused(400, 1001));
        api.on("PUT /accounts/a1", test::ok("{}"));
        api.on("PUT /accounts/a1", test::refused(400, 1001));
        CHECK(world.run(api) == "acme/A: partly\n");
        CHECK(calls(world.report.outcomes[0]) == created + done + failed);
    }
}

TEST_CASE("a zone that cannot be paused is there, with its name servers") {
    World world(wants("paused: true"), R"([{"id": "a1", "name": "A"}])");
    FakeApi api;
    api.on("GET /zones", test::list("[]"));
    api.on("POST /zones", test::ok(R"({"id": "z1", "name_servers": ["a.ns.example"]})"));
    api.on("PATCH /zones/z1", test::refused(400, 1000));
    api.on("GET /zones/z1", test::ok(R"({"id": "z1", "name": "a.example", "paused": false})"));
    CHECK(world.run(api) == "acme/A/zone/a.example: partly\n");
    const Outcome& outcome = world.report.outcomes[0];
    CHECK(outcome.id == "z1");
    CHECK(to_text(outcome.outputs) == R"({"name_servers":["a.ns.example"]})");
    CHECK(calls(outcome) == "done POST /zones: name\n"
                            "failed PATCH /zones/{zone}: paused (no at paused)\n");
}

TEST_CASE("a create whose answer was lost and whose object is there has been written") {
    World world(account_with_settings);
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::unclear(FaultCategory::lost));
    api.on("GET /accounts", test::list(R"([{"id": "a1", "name": "A"}])"));
    api.otherwise("PUT /accounts/a1", test::refused(400, 1001));
    CHECK(world.run(api) == "acme/A: partly, adopted\n");
    CHECK(world.report.wrote());
}

TEST_CASE("a setting that a new zone does not tell is said at its line, and the rest is written") {
    World world(wants("settings: {brotli: off, minify: {css: on}, ssl: strict}"),
                R"([{"id": "a1", "name": "A"}])");
    FakeApi api;
    api.on("GET /zones", test::list("[]"));
    api.on("POST /zones", test::ok(R"({"id": "z1"})"));
    api.on("GET /zones/z1/settings", test::ok(settings_of(R"({"brotli": "on", "ssl": "full"})")));
    api.otherwise("PATCH /zones/z1/settings/brotli", test::ok("{}"));
    api.otherwise("PATCH /zones/z1/settings/ssl", test::ok("{}"));
    std::string message;
    SUBCASE("because it is withdrawn") {
        api.on("GET /zones/z1/settings/minify", test::refused(400, 1003));
        message = "the zone has no setting \"minify\": it is unknown, or Cloudflare has withdrawn "
                  "it: remove the line, or check its id in Cloudflare's API documentation; some "
                  "settings come only with a higher plan";
    }
    SUBCASE("because it cannot be read") {
        api.on("GET /zones/z1/settings/minify", test::unclear(FaultCategory::broken));
        message = "gone";
    }
    CHECK(world.run(api) ==
          "acme/A/zone/a.example: done\nacme/A/zone/a.example/settings: partly\n");
    const Fault& fault = *world.report.outcomes[1].fault;
    CHECK(fault.message == message);
    CHECK(fault.field == "minify");
}

TEST_CASE("what the API drops of an order is said as such") {
    World world("    - {name: A, subscriptions: [{plan: IMAGES_BASIC, components: {extras: 5}}]}\n",
                R"([{"id": "a1", "name": "A"}])");
    FakeApi api;
    const std::string list = "GET /accounts/a1/subscriptions";
    api.on(list, test::ok("[]"));
    api.on("POST /accounts/a1/subscriptions", test::ok(R"({"id": "s1"})"));
    api.otherwise(list, test::ok(R"([{"id": "s1", "rate_plan": {"id": "IMAGES_BASIC"},
        "component_values": [{"name": "images", "value": 1}]}])"));
    CHECK(world.run(api) == "acme/A/subscription/IMAGES_BASIC: partly\n");
    CHECK(world.fault() == "the API took the call and dropped this: the API has no component "
                           "\"extras\" for the plan IMAGES_BASIC: it has images; write one that it "
                           "has, or remove extras");
    CHECK(std::ranges::count_if(
              api.log, [](const std::string& call) { return !call.starts_with("GET"); }) == 1);
}
