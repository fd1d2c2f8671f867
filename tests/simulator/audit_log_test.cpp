// The audit log of an account: API reference, section 16.
#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

const std::string always = "?since=2020-01-01&before=2099-01-01";

Answer log_of(World& world, const std::string& account, const std::string& more = "") {
    return world.call("GET", "/accounts/" + account + "/logs/audit" + always + more);
}

/// "create /client/v4/zones": what was done, entry by entry.
std::vector<std::string> done_in(const Answer& answer) {
    std::vector<std::string> lines;
    for (const Json& entry : answer.result())
        lines.push_back(entry.at("action").at("type").get<std::string>() + " " +
                        entry.at("raw").at("uri").get<std::string>());
    return lines;
}

} // namespace

TEST_CASE("what changes an account through the API stands in its audit log, the newest first") {
    World world;
    const std::string account = world.account("Acme");
    const std::string other = world.account("Other");
    const std::string zone =
        world.call("POST", "/zones", {{"name", "acme.example"}, {"account", {{"id", account}}}})
            .result()
            .at("id");
    world.call("GET", "/zones/" + zone);
    const Answer changed =
        world.call("PATCH", "/zones/" + zone + "/settings/ssl", {{"value", "strict"}});
    world.call("PATCH", "/zones/" + zone + "/settings/ssl", {{"value", "nonsense"}});
    world.call("DELETE", "/zones/" + zone);

    const Answer log = log_of(world, account);
    const std::string root = "/client/v4/zones";
    const std::vector<std::string> expected = {"delete " + root + "/" + zone,
                                               "update " + root + "/" + zone + "/settings/ssl",
                                               "create " + root};
    const auto done = done_in(log);
    REQUIRE(done.size() >= expected.size());
    CHECK(std::vector(done.begin(), done.begin() + 3) == expected);
    const Json& setting = log.result().at(1);
    CHECK(setting.at("raw").at("cf_ray_id") == changed.header("CF-Ray"));
    CHECK(setting.at("resource").at("id") == "ssl");
    CHECK(setting.at("zone") == Json{{"id", zone}, {"name", "acme.example"}});
    CHECK(setting.at("actor").at("context") == "api_key");
    CHECK(setting.at("account") == Json{{"id", account}, {"name", "Acme"}});
    CHECK(setting.at("action").at("time") == "2026-11-21T00:00:00.000000Z");
    CHECK(log.result().at(2).at("resource").at("id") == zone);
    for (const std::string& line : done_in(log_of(world, other)))
        CHECK(!line.contains(zone));
}

TEST_CASE("what /control changes reads as done at the dashboard, by whom the query says") {
    World world;
    const std::string account = world.account("Acme");
    const std::string zone = world.zone("acme.example", account);
    world.control("PATCH", "/zone-settings/" + zone + "?actor=it@acme.example", {{"ssl", "off"}});
    world.control("PATCH",
                  "/accounts/" + account +
                      "?actor=ci@acme.example&context=api_token&token=terraform",
                  {{"profile", {{"business_name", "A"}}}});
    world.control("DELETE", "/zones/" + zone);
    const Answer log = log_of(world, account);
    const auto done = done_in(log);
    REQUIRE(done.size() >= 3);
    CHECK(done[0] == "delete /client/v4/zones/" + zone);
    CHECK(done[1] == "update /client/v4/accounts/" + account + "/profile");
    CHECK(done[2] == "update /client/v4/zones/" + zone + "/settings/ssl");
    CHECK(log.result().at(0).at("actor").at("email").get<std::string>().starts_with("somebody@"));
    CHECK(log.result().at(0).at("actor").at("context") == "dash");
    CHECK(log.result().at(1).at("actor").at("token_name") == "terraform");
    CHECK(log.result().at(2).at("actor").at("email") == "it@acme.example");
}

TEST_CASE("an audit log is read between two moments, in pieces that a cursor goes on behind") {
    World world;
    const std::string account = world.account("Acme");
    for (const char* name : {"one", "two", "three"}) {
        world.pass(std::chrono::hours{24});
        world.call("PUT", "/accounts/" + account, {{"name", name}});
    }
    const Answer first = log_of(world, account, "&limit=2");
    CHECK(first.result().size() == 2);
    const std::string cursor = first.body.at("result_info").at("cursor");
    CHECK(cursor != "");
    const Answer last = log_of(world, account, "&limit=10&cursor=" + cursor);
    CHECK(last.body.at("result_info").at("cursor") == "");
    const std::size_t all = log_of(world, account).result().size();
    CHECK(last.result().size() == all - 2);
    CHECK(log_of(world, account, "&direction=asc").result().at(all - 1) == first.result().at(0));
    const std::string path = "/accounts/" + account + "/logs/audit";
    CHECK(world.call("GET", path + "?since=2026-11-23&before=2026-11-24").result().size() == 1);
    CHECK(world.call("GET", path + "?since=2026-11-23").status == 400);
    CHECK(world.call("GET", path + "?since=2026-11-23&before=then").status == 400);
    CHECK(log_of(world, account, "&limit=0").status == 400);
    CHECK(log_of(world, account, "&cursor=x").status == 400);
    CHECK(log_of(world, account, "&actor_email=nobody@acme.example").result().empty());
}

TEST_CASE(
    "an audit log forgets what is older than 18 months, and is read by who may read the account") {
    World world;
    const std::string account = world.account("Acme");
    world.add_user(robot);
    const std::string path = "/accounts/" + account + "/logs/audit" + always;
    CHECK(world.call_as(robot, "GET", path).status == 403);
    CHECK(world.call_as(robot, "GET", path).code() == 10000);
    CHECK(!log_of(world, account).result().empty());
    world.pass(std::chrono::months{19});
    CHECK(log_of(world, account).result().empty());
}
