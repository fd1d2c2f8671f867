#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

Json audit(World& world) { return world.control("GET", "/audit").body; }

} // namespace

TEST_CASE("a tenant in which nothing is there twice is found so") {
    World world{sized(6, 2)};
    const Json found = audit(world);
    CHECK(found.at("doubles") == 0);
    CHECK(found.at("invitations").empty());
    CHECK(found.at("zone_purchases").empty());
    CHECK(found.at("account_purchases").empty());
}

TEST_CASE("what exists twice is named") {
    Settings settings;
    settings.units = 2;
    World world{settings};
    const std::string one = world.account("Acme");
    const std::string two = world.account("Acme");
    world.call("POST", "/accounts", {{"name", "Acme"}, {"standalone", true}});
    for (const char* email : {"ops@acme.example", "OPS@acme.example"})
        world.control("POST", "/members", {{"account", {{"id", one}}}, {"email", email}});
    for (const char* name : {"acme.example", "ACME.example"})
        world.control("POST", "/zones", {{"name", name}, {"account", {{"id", one}}}});
    const std::string path = "/accounts/" + one + "/subscriptions";
    for (const char* id : {"TEAMS_FREE", "TEAMS_FREE", "TEAMS_ENT"})
        world.call("POST", path, order_for(id));
    const Json found = audit(world);
    CHECK(found.at("doubles") == 4);
    CHECK(found.at("twice").at("accounts").at(0).at("ids") == Json::array({one, two}));
    CHECK(found.at("twice").at("members").at(0).at("what") == one + " ops@acme.example");
    CHECK(found.at("twice").at("zones").at(0).at("what") == "acme.example");
    CHECK(found.at("twice").at("subscriptions").at(0).at("what") == one + " TEAMS_FREE");
    const std::string id = found.at("twice").at("subscriptions").at(0).at("ids").at(0);
    world.control("PATCH", "/subscriptions/" + id, {{"state", "Expired"}});
    CHECK(audit(world).at("twice").at("subscriptions").empty());
}

TEST_CASE("invitations are counted by account and e-mail") {
    World world;
    const std::string account = world.account("Acme");
    const std::string members = "/accounts/" + account + "/members";
    Json body = {{"email", "Ops@acme.example"},
                 {"roles", Json::array({"05784afa30c1afe1440e79d9351c7430"})}};
    const std::string id = world.call("POST", members, body).result().at("id");
    world.call("POST", members, body);
    world.call("DELETE", members + "/" + id);
    world.call("POST", members, body);
    body["email"] = "quiet@acme.example";
    body["status"] = "accepted";
    world.call("POST", members, body);
    CHECK(audit(world).at("invitations") == Json::array({{{"account_id", account},
                                                          {"account", "Acme"},
                                                          {"email", "ops@acme.example"},
                                                          {"sent", 2}}}));
    world.control("DELETE", "/audit");
    CHECK(audit(world).at("invitations").empty());
}

TEST_CASE("purchases of a zone are counted, also those without effect") {
    World world;
    const std::string zone = world.zone("acme.example", world.account("Acme"));
    const std::string path = "/zones/" + zone + "/subscription";
    world.call("POST", path, order_for("PARTNERS_PRO"));
    world.call("POST", path, order_for("PARTNERS_PRO"));
    world.call("PUT", path, order_for("partners_pro"));
    world.call("PUT", path, order_for("PARTNERS_BIZ"));
    world.call("PUT", path, order_for("PARTNERS_FREE"));
    const Json expected = {{"zone_id", zone}, {"zone", "acme.example"},
                           {"purchases", 3},  {"without_effect", 2},
                           {"posts", 1},      {"puts", 4},
                           {"refused", 0}};
    CHECK(audit(world).at("zone_purchases") == Json::array({expected}));
    CHECK(audit(world).at("doubles") == 0);
    world.call("POST", path, order_for("PARTNERS_PRO"));
    CHECK(audit(world).at("twice").at("zone_subscriptions").at(0).at("posts") == 2);
}

TEST_CASE("purchases of an account are counted by plan") {
    World world;
    const std::string account = world.account("Acme");
    const std::string path = "/accounts/" + account + "/subscriptions";
    const std::string id = world.call("POST", path, order_for("TEAMS_FREE")).result().at("id");
    world.call("PUT", path + "/" + id, order_for("teams_free"));
    Json yearly = order_for("TEAMS_FREE");
    yearly["frequency"] = "yearly";
    world.call("PUT", path + "/" + id, yearly);
    const Json found = audit(world).at("account_purchases").at(0);
    CHECK(found.at("account_id") == account);
    CHECK(found.at("rate_plan") == "TEAMS_FREE");
    CHECK(found.at("purchases") == 2);
    CHECK(found.at("without_effect") == 1);
}
