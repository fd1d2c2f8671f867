#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

std::string subscriptions_of(const std::string& account) {
    return "/accounts/" + account + "/subscriptions";
}

} // namespace

TEST_CASE("an account buys a documented plan, and lists it") {
    World world;
    const std::string path = subscriptions_of(world.account("Acme"));
    CHECK(world.call("GET", path).result().empty());
    Json body = order_for("teams_standard");
    body["frequency"] = "quarterly";
    body["component_values"] = Json::array({{{"name", "users"}, {"value", 60}}});
    const Answer bought = world.call("POST", path, body);
    REQUIRE(bought.status == 200);
    const Json& subscription = bought.result();
    CHECK(subscription.at("rate_plan").at("id") == "TEAMS_STANDARD");
    CHECK(subscription.at("rate_plan").at("scope") == "account");
    CHECK(subscription.at("price") == 3 * 60 * 7);
    CHECK(subscription.at("component_values").at(0).at("value") == 60);
    CHECK(subscription.at("state") == "Paid");
    CHECK_FALSE(subscription.contains("zone"));
    const Answer list = world.call("GET", path);
    CHECK(list.result() == Json::array({subscription}));
    CHECK_FALSE(list.body.contains("result_info"));
    CHECK(world.call("GET", "/accounts/nope/subscriptions").code() == 7003);
}

TEST_CASE("a component that a plan does not know is dropped") {
    World world;
    Json body = order_for("WORKERS_PAID");
    body["component_values"] = Json::array({{{"name", "requests"}, {"value", 5}}});
    const Json bought = world.call("POST", subscriptions_of(world.account("Acme")), body).result();
    CHECK(bought.at("component_values").empty());
}

TEST_CASE("all documented plans can be bought, but for one") {
    World world;
    const std::string path = subscriptions_of(world.account("Acme"));
    for (const char* id : {"PARTNERS_ACCESS_BASIC",
                           "PARTNERS_ACCESS_ENT",
                           "PARTNERS_ACCESS_PREMIUM",
                           "TEAMS_ACCESS_ENT",
                           "TEAMS_ACCESS",
                           "TEAMS_GATEWAY_ENT",
                           "TEAMS_GATEWAY",
                           "TEAMS_ENT",
                           "TEAMS_FREE",
                           "TEAMS_STANDARD",
                           "IMAGES_ENT",
                           "IMAGES_BASIC",
                           "IMAGE_RESIZING_ENT",
                           "IMAGE_RESIZING_BASIC",
                           "PARTNERS_STREAM_ENT",
                           "PARTNERS_STREAM_BASIC",
                           "STREAM_BASIC",
                           "PARTNERS_WORKERS_ENT",
                           "PARTNERS_WORKERS_SS",
                           "PARTNERS_WORKERS_BASIC",
                           "WORKERS_PAID",
                           "API_SHIELD_ZONE",
                           "ADVANCED_CERT_MANAGER",
                           "ADVANCED_CERT_MANAGER_FREE",
                           "PARTNERS_ZONE_ARGO",
                           "ARGO_ZONE_BASIC",
                           "PARTNERS_LOAD_BALANCING",
                           "PARTNERS_LOAD_BALANCING_ENT",
                           "LOAD_BALANCING_BASIC_PLUS",
                           "BOT_ZONE_ENT",
                           "BOT_ZONE_ENT_PAYGO",
                           "BOT_ZONE_ENT_CONTRACT",
                           "WEB3_ETHEREUM_ENT",
                           "WEB3_ETHEREUM_ENT_CONTRACT",
                           "WEB3_ETHEREUM_ENT_PAYGO",
                           "WEB3_IPFS_ENT",
                           "WEB3_IPFS_ENT_CONTRACT",
                           "WEB3_IPFS_ENT_PAYGO",
                           "PARTNERS_RATE_LIMITING",
                           "PARTNERS_SPECTRUM",
                           "WAITING_ROOMS_BASIC",
                           "WAITING_ROOMS_ADV",
                           "MAGIC_FIREWALL_BASIC",
                           "MAGIC_FIREWALL_ADVANCED"}) {
        CAPTURE(id);
        CHECK(world.call("POST", path, order_for(id)).status == 200);
    }
    const Answer refused = world.call("POST", path, order_for("MAGIC_WAN"));
    CHECK(refused.status == 403);
    CHECK(refused.code() == 1225);
}

TEST_CASE("what is no plan of accounts, or no order at all, is refused") {
    World world;
    const std::string path = subscriptions_of(world.account("Acme"));
    for (const char* id : {"NOPE", "", "PARTNERS_BIZ"}) {
        CAPTURE(id);
        const Answer answer = world.call("POST", path, order_for(id));
        CHECK(answer.status == 400);
        CHECK(answer.code() == 1204);
    }
    CHECK(world.call("POST", path, Json::object()).code() == 1198);
    CHECK(world.call("GET", path).result().empty());
}

TEST_CASE("a second POST of a plan buys it a second time") {
    World world;
    const std::string path = subscriptions_of(world.account("Acme"));
    world.call("POST", path, order_for("TEAMS_FREE"));
    world.call("POST", path, order_for("TEAMS_FREE"));
    CHECK(world.call("GET", path).result().size() == 2);
}

TEST_CASE("PUT replaces, also by another plan") {
    World world;
    const std::string account = world.account("Acme");
    const std::string path = subscriptions_of(account);
    Json body = order_for("TEAMS_STANDARD");
    body["component_values"] = Json::array({{{"name", "users"}, {"value", 60}}});
    const std::string id = world.call("POST", path, body).result().at("id");
    const Json same = world.call("PUT", path + "/" + id, order_for("TEAMS_STANDARD")).result();
    CHECK(same.at("id") == id);
    CHECK(same.at("component_values").at(0).at("value") == 1);
    CHECK(world.call("PUT", path + "/" + id, order_for("TEAMS_ENT")).status == 200);
    CHECK(world.call("GET", path).result().at(0).at("rate_plan").at("id") == "TEAMS_ENT");
    const Answer unknown = world.call("PUT", path + "/nope", order_for("TEAMS_ENT"));
    CHECK(unknown.status == 404);
    CHECK(unknown.code() == 1207);
    const std::string other = subscriptions_of(world.account("Other"));
    CHECK(world.call("PUT", other + "/" + id, order_for("TEAMS_ENT")).code() == 1207);
}

TEST_CASE("DELETE answers the subscription's id, also for one that is not there") {
    World world;
    const std::string path = subscriptions_of(world.account("Acme"));
    const std::string id = world.call("POST", path, order_for("TEAMS_FREE")).result().at("id");
    CHECK(world.call("DELETE", path + "/" + id).result() == Json{{"subscription_id", id}});
    CHECK(world.call("GET", path).result().empty());
    CHECK(world.call("DELETE", path + "/" + id).result() == Json{{"subscription_id", id}});
    CHECK(world.call("DELETE", "/accounts/nope/subscriptions/" + id).code() == 7003);
}

TEST_CASE("a subscription of a contract is shown as it was recorded") {
    World world;
    const std::string account = world.account("Acme");
    const Json recorded = {
        {"rate_plan",
         {{"id", "enterprise"}, {"public_name", "Stream Enterprise"}, {"scope", "user"}}},
        {"product", {{"name", "prod_stream"}}},
        {"component_values", Json::array({{{"name", "minutes"}, {"value", 5}}})}};
    Json body = recorded;
    body["account"] = {{"id", account}};
    CHECK(world.control("POST", "/subscriptions", body).status == 200);
    body["product"]["name"] = "prod_image_resizing";
    CHECK(world.control("POST", "/subscriptions", body).status == 200);
    const Json list = world.call("GET", subscriptions_of(account)).result();
    REQUIRE(list.size() == 2);
    Json first = list.at(0);
    const std::string id = first.at("id");
    first.erase("id");
    CHECK(first == recorded);
    // The API knows no way to order one.
    CHECK(world.call("PUT", subscriptions_of(account) + "/" + id, order_for("enterprise")).code() ==
          1204);
}
