#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

Json in_account(const std::string& account, Json body) {
    body["account"] = {{"id", account}};
    return body;
}

} // namespace

TEST_CASE("an invitation is accepted and rejected as its user would") {
    World world;
    const std::string account = world.account("Acme");
    const std::string members = "/accounts/" + account + "/members";
    for (const char* email : {"yes@acme.example", "no@acme.example"})
        world.call(
            "POST", members,
            {{"email", email}, {"roles", Json::array({"05784afa30c1afe1440e79d9351c7430"})}});
    CHECK(world.control("PATCH", "/members/by-name/Yes@acme.example", {{"status", "accepted"}})
              .status == 200);
    CHECK(world
              .control("PATCH", "/members/by-account/" + account + "/no%40acme.example",
                       {{"status", "rejected"}})
              .status == 200);
    CHECK(world.call("GET", members + "?status=accepted").result().size() == 2);
    CHECK(world.call("GET", members + "?status=rejected").result().size() == 1);
    CHECK(world.control("GET", "/members/by-account/" + account + "/nobody@acme.example").status ==
          404);
    CHECK(world.control("GET", "/members/by-account/" + account).status == 404);
}

TEST_CASE("members are made, changed and erased past all rules") {
    World world;
    const std::string account = world.account("Acme");
    const Json made =
        world.control("POST", "/members", in_account(account, {{"email", "ops@acme.example"}}))
            .body;
    CHECK(made.at("status") == "accepted");
    const std::string id = made.at("id");
    const std::string one = "/accounts/" + account + "/members/" + id;
    const Json role = Json::array({"33666b9c79b9a5273fc7344ff42f953d"});
    world.control("PATCH", "/members/" + id, {{"roles", role}});
    CHECK(world.call("GET", one).result().at("roles").at(0).at("name") ==
          "Super Administrator - All Privileges");
    CHECK(world.control("DELETE", "/members/" + id).status == 200);
    CHECK(world.call("GET", one).code() == 1003);
    CHECK(world.control("POST", "/members", {{"email", "ops@acme.example"}}).status == 400);
}

TEST_CASE("a subscription gets another state, price and plan as at the dashboard") {
    World world;
    const std::string account = world.account("Acme");
    const std::string path = "/accounts/" + account + "/subscriptions";
    const std::string id =
        world.control("POST", "/subscriptions", in_account(account, order_for("TEAMS_STANDARD")))
            .body.at("id");
    const std::string one = "/subscriptions/" + id;
    world.control("PATCH", one, {{"price", 99}});
    CHECK(world.call("GET", path).result().at(0).at("price") == 99);
    world.control("PATCH", one, {{"state", "Expired"}});
    CHECK(world.call("GET", path).result().at(0).at("state") == "Expired");
    CHECK(world.call("GET", path).result().at(0).at("price") == 99);
    const Json seats = Json::array({{{"name", "users"}, {"value", 0}}});
    world.control("PATCH", one, {{"component_values", seats}, {"frequency", "yearly"}});
    const Json changed = world.call("GET", path).result().at(0);
    CHECK(changed.at("component_values").at(0).at("value") == 0);
    CHECK(changed.at("frequency") == "yearly");
    world.control("PATCH", "/subscriptions/by-name/TEAMS_STANDARD", order_for("TEAMS_ENT"));
    CHECK(world.call("GET", path).result().at(0).at("rate_plan").at("id") == "TEAMS_ENT");
    CHECK(world.control("PATCH", one, order_for("NOPE")).status == 400);
    CHECK(world.control("DELETE", one).status == 200);
    CHECK(world.call("GET", path).result().empty());
    // Nothing of this was bought through the API.
    CHECK(world.control("GET", "/audit").body.at("account_purchases").empty());
}

TEST_CASE("the plan of a zone changes as at the dashboard") {
    World world;
    const std::string zone = world.zone("acme.example", world.account("Acme"));
    const std::string path = "/zones/" + zone + "/subscription";
    const Json body = {{"zone", {{"id", zone}}}, {"rate_plan", {{"id", "PARTNERS_ENT"}}}};
    CHECK(world.control("GET", "/zone-subscriptions/" + zone).status == 404);
    CHECK(world.control("POST", "/zone-subscriptions", body).status == 200);
    CHECK(world.call("GET", path).result().at("rate_plan").at("id") == "enterprise");
    CHECK(world.call("GET", "/zones/" + zone).result().at("plan").at("legacy_id") == "enterprise");
    const std::string one = "/zone-subscriptions/by-name/acme.example";
    world.control("PATCH", one, {{"state", "AwaitingPayment"}});
    CHECK(world.call("GET", path).result().at("state") == "AwaitingPayment");
    world.control("PATCH", one, order_for("PARTNERS_PRO"));
    CHECK(world.call("GET", path).result().at("rate_plan").at("id") == "PARTNERS_PRO");
    world.control("DELETE", one);
    CHECK(world.call("GET", path).code() == 1207);
    CHECK(world.call("GET", "/zones/" + zone).result().at("plan").at("legacy_id") == "free");
    world.control("PATCH", "/zones/" + zone, {{"plan", {{"legacy_id", "business"}}}});
    CHECK(world.call("GET", path).result().at("rate_plan").at("id") == "PARTNERS_BIZ");
    CHECK(world.control("POST", "/zone-subscriptions", order_for("PARTNERS_PRO")).status == 400);
}

TEST_CASE("a seeded tenant has members and subscriptions, and says which") {
    World world{sized(12, 3)};
    const Json state = world.control("GET", "/state").body;
    CHECK(state.at("members").size() == 12 * 2 + 4);
    CHECK(state.at("subscriptions").size() == 3 - 1);
    CHECK(state.at("zone_subscriptions").size() == 3);
    for (const Json& item : state.at("zone_subscriptions")) {
        const std::string zone = item.at("zone").at("id");
        CHECK(world.call("GET", "/zones/" + zone + "/subscription").result().at("rate_plan") ==
              item.at("rate_plan"));
    }
    for (const Json& item : state.at("members")) {
        const std::string one = "/accounts/" + item.at("account").at("id").get<std::string>() +
                                "/members/" + item.at("id").get<std::string>();
        CHECK(world.call("GET", one).result().at("email") == item.at("email"));
    }
}

TEST_CASE("seeded members are the same whoever is asked for first") {
    World one{sized(4, 0)};
    World two{sized(4, 0)};
    const Json accounts = one.call("GET", "/accounts").result();
    const std::string last = "/accounts/" + accounts.at(3).at("id").get<std::string>() + "/members";
    const Json first_asked = one.call("GET", last).result();
    two.control("GET", "/state");
    CHECK(two.call("GET", last).result() == first_asked);
    CHECK(first_asked.at(0).at("email") == "admin@partner.example");
    CHECK(first_asked.at(1).at("status") == "accepted");
}
