#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

TEST_CASE("requests are counted by endpoint, control requests are not") {
    World world;
    const std::string id = world.account("Acme");
    world.call("GET", "/accounts/" + id);
    world.call("GET", "/accounts/unknown");
    world.call("GET", "/nope");
    world.control("GET", "/state");
    CHECK(world.control("GET", "/requests").body ==
          Json{{"total", 4},
               {"by_endpoint",
                {{"POST /accounts", 1}, {"GET /accounts/{account_id}", 2}, {"GET unknown", 1}}}});
    world.control("DELETE", "/requests");
    CHECK(world.control("GET", "/requests").body.at("total") == 0);
}

TEST_CASE("objects are made, changed and erased past all rules") {
    World world;
    const Json account =
        world.control("POST", "/accounts", {{"name", "Acme"}, {"type", "enterprise"}}).body;
    const std::string id = account.at("id");
    CHECK(account.contains("managed_by"));
    CHECK(world.control("PATCH", "/accounts/" + id, {{"type", "standard"}}).status == 200);
    CHECK(world
              .control("PATCH", "/accounts/by-name/Acme",
                       {{"settings", {{"enforce_twofactor", true}}},
                        {"profile", {{"business_name", "Acme GmbH"}}}})
              .status == 200);
    const Json read = world.call("GET", "/accounts/" + id).result();
    CHECK(read.at("type") == "standard");
    CHECK(read.at("settings").at("enforce_twofactor") == true);
    CHECK(read.at("created_on") == account.at("created_on"));
    CHECK(world.call("GET", "/accounts/" + id + "/profile").result().at("business_name") ==
          "Acme GmbH");

    const Json zone = {{"name", "x.blocked.example"},
                       {"account", {{"id", id}}},
                       {"status", "moved"},
                       {"type", "secondary"}};
    const std::string zone_id = world.control("POST", "/zones", zone).body.at("id");
    CHECK(world.call("GET", "/zones/" + zone_id).result().at("status") == "moved");
    CHECK(world.control("PATCH", "/zones/by-name/X.blocked.example", {{"paused", true}}).status ==
          200);
    CHECK(world.call("GET", "/zones/" + zone_id).result().at("paused") == true);
    CHECK(world.control("DELETE", "/zones/" + zone_id).status == 200);
    CHECK(world.call("GET", "/zones/" + zone_id).code() == 7003);
    CHECK(world.control("DELETE", "/accounts/" + id).status == 200);
    CHECK(world.call("GET", "/accounts/" + id).code() == 7003);
}

TEST_CASE("a zone moved to another account is listed there") {
    World world;
    const std::string acme = world.account("Acme");
    const std::string other = world.account("Other");
    const std::string zone = world.zone("acme.example", acme);
    world.control("PATCH", "/zones/" + zone, {{"account", {{"id", other}}}});
    CHECK(world.call("GET", "/zones?account.id=" + acme).result().empty());
    CHECK(world.call("GET", "/zones?account.id=" + other).result().size() == 1);
}

TEST_CASE("a patch changes nothing else") {
    World world{sized(2, 2)};
    const Json before = world.control("GET", "/state").body;
    const std::string id = before.at("zones").at(1).at("id");
    world.control("PATCH", "/zones/" + id, Json::object());
    world.control("PATCH", "/accounts/" + before.at("accounts").at(0).at("id").get<std::string>(),
                  Json::object());
    CHECK(world.control("GET", "/state").body == before);
}

TEST_CASE("mistakes at the control endpoint are explained") {
    World world;
    CHECK(world.control("GET", "/accounts/nope").status == 404);
    CHECK(world.control("PATCH", "/zones/by-name/nope.example", Json::object()).status == 404);
    CHECK(world.control("POST", "/zones", {{"name", "acme.example"}}).status == 400);
    CHECK(world.control("POST", "/accounts", Json::array()).status == 400);
    CHECK(world.control("GET", "/nope").status == 404);
    CHECK(world.control("POST", "/save").status == 400);
    CHECK(world.control("GET", "/nope").body.contains("error"));
}
