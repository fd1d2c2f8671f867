#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace tenantry::simulator;

TEST_CASE("quirk 7: POST of a member leaves roles out, reads show them as policies, too") {
    World world{quirky()};
    const std::string members = "/accounts/" + world.account("Acme") + "/members";
    const Json body = {{"email", "ops@acme.example"},
                       {"roles", Json::array({administrator, super_administrator})}};
    const Json created = world.call("POST", members, body).result();
    CHECK_FALSE(created.contains("roles"));
    CHECK(created.at("policies").empty());
    const std::string one = members + "/" + created.at("id").get<std::string>();
    const Json read = world.call("GET", one).result();
    CHECK(read.at("roles").size() == 2);
    CHECK(read.at("policies").size() == 2);
    // And in another order each time.
    const Json again = world.call("GET", one).result();
    CHECK(again.at("roles").at(0) == read.at("roles").at(1));
    CHECK(again.at("policies").at(0).at("id") == read.at("policies").at(1).at("id"));
}

TEST_CASE("quirk 9: of roles and policies in one body the policies win") {
    World world{quirky()};
    const std::string account = "/accounts/" + world.account("Acme");
    const auto first = [&](const char* groups) -> Json {
        const Json group = world.call("GET", account + "/iam/" + groups).result().at(0);
        return Json::array({{{"id", group.at("id")}}});
    };
    const Json policy = {{"access", "allow"},
                         {"permission_groups", first("permission_groups")},
                         {"resource_groups", first("resource_groups")}};
    const Json body = {{"email", "ops@acme.example"},
                       {"roles", Json::array({super_administrator})},
                       {"policies", Json::array({policy})}};
    const std::string id = world.call("POST", account + "/members", body).result().at("id");
    const Json read = world.call("GET", account + "/members/" + id).result();
    REQUIRE(read.at("roles").size() == 1);
    CHECK(read.at("roles").at(0).at("id") == administrator);
    CHECK(read.at("policies").size() == 1);
}

TEST_CASE("quirk 10: free zones answer in two ways") {
    World world{quirky()};
    const std::string account = world.account("Acme");
    std::set<int> never;
    std::set<int> downgraded;
    for (int i = 0; i < 24; ++i) {
        const std::string zone = world.zone("z" + std::to_string(i) + ".example", account);
        const std::string path = "/zones/" + zone + "/subscription";
        world.call("GET", path); // the 500 of a new zone
        const Answer free = world.call("GET", path);
        never.insert(free.status);
        if (free.status == 200) CHECK(free.result().at("rate_plan").at("id") == "free");
        if (free.status == 404) CHECK(free.code() == 1207);
        CHECK(world.call("POST", path, order_for("PARTNERS_PRO")).status == 200);
        CHECK(world.call("PUT", path, order_for("PARTNERS_FREE")).status == 200);
        downgraded.insert(world.call("GET", path).status);
    }
    CHECK(never == std::set<int>{200, 404});
    CHECK(downgraded == std::set<int>{200, 404});
}

TEST_CASE("quirk 14: a downgraded Enterprise zone never shows it") {
    World world{quirky()};
    const std::string zone = world.zone("acme.example", world.account("Acme"));
    const std::string path = "/zones/" + zone + "/subscription";
    world.call("GET", path);
    world.call("POST", path, order_for("PARTNERS_ENT"));
    CHECK(world.call("PUT", path, order_for("PARTNERS_PRO")).status == 200);
    CHECK(world.call("GET", path).result().at("rate_plan").at("id") == "PARTNERS_PRO");
    CHECK(world.call("GET", "/zones/" + zone).result().at("plan").at("legacy_id") == "enterprise");
}

TEST_CASE("quirk 24: no available plan is the zone's") {
    World world{quirky()};
    const std::string zone = world.zone("acme.example", world.account("Acme"));
    const Json plans = world.call("GET", "/zones/" + zone + "/available_plans").result();
    for (const Json& item : plans)
        CHECK(item.at("is_subscribed") == false);
}

TEST_CASE("quirk 28: billing fails without messages and result, first of all with a 500") {
    World world{quirky()};
    const std::string account = world.account("Acme");
    const std::string path = "/zones/" + world.zone("acme.example", account) + "/subscription";
    const Answer first = world.call("POST", path, order_for("PARTNERS_PRO"));
    CHECK(first.status == 500);
    CHECK(first.code() == 1000);
    CHECK_FALSE(first.body.contains("messages"));
    CHECK_FALSE(first.body.contains("result"));
    CHECK(first.body.at("success") == false);
    CHECK(world.call("POST", path, order_for("PARTNERS_PRO")).status == 200);
    const Answer refused =
        world.call("POST", "/accounts/" + account + "/subscriptions", order_for("NOPE"));
    CHECK(refused.code() == 1204);
    CHECK_FALSE(refused.body.contains("messages"));
}

TEST_CASE("an account's deleted subscription stays in the list as Cancelled") {
    World world{quirky()};
    const std::string path = "/accounts/" + world.account("Acme") + "/subscriptions";
    const std::string id = world.call("POST", path, order_for("TEAMS_FREE")).result().at("id");
    CHECK(world.call("DELETE", path + "/" + id).result() == Json{{"subscription_id", id}});
    const Json left = world.call("GET", path).result().at(0);
    CHECK(left.at("state") == "Cancelled");
    CHECK(left.at("zone") == nullptr);
}
