#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

World entitled_to(const std::vector<std::string>& names) {
    Settings settings;
    settings.entitlements = names;
    return World{settings};
}

Answer add_zone(World& world, const std::string& account, const std::string& name,
                const std::string& type = "full") {
    return world.call("POST", "/zones",
                      {{"name", name}, {"type", type}, {"account", {{"id", account}}}});
}

} // namespace

TEST_CASE("accounts of a type that is not allowed are refused") {
    struct Row {
        std::vector<std::string> allowed;
        std::string refused;
    };
    for (const Row& row : {Row{{"standard"}, "enterprise"}, Row{{"enterprise"}, "standard"}}) {
        CAPTURE(row.refused);
        Settings settings;
        settings.account_types = row.allowed;
        World world{settings};
        const Json tenant = world.call("GET", "/user/tenants").result().at(0);
        const std::string at = "/tenants/" + tenant.at("id").get<std::string>();
        CHECK(world.call("GET", at + "/account_types").result() == Json(row.allowed));
        CHECK(tenant.at("meta").at("flags").at("enterprise_capability") ==
              (row.refused == "enterprise" ? "disabled" : "enabled"));
        const Answer refused =
            world.call("POST", "/accounts", {{"name", "Acme"}, {"type", row.refused}});
        CHECK(refused.status == 403);
        CHECK(refused.code() == 1002);
        CHECK(refused.body.at("errors").at(0).at("source").at("pointer") == "/type");
        CHECK(
            world.call("POST", "/accounts", {{"name", "Acme"}, {"type", row.allowed[0]}}).status ==
            200);
        // Without a type it is standard.
        CHECK(world.call("POST", "/accounts", {{"name", "Acme"}}).status ==
              (row.refused == "standard" ? 403 : 200));
    }
}

TEST_CASE("a tenant that must know its customers demands their fields") {
    Settings settings;
    settings.require_kyc = true;
    World world{settings};
    Json body = {{"name", "Acme"}};
    for (const char* field :
         {"business_name", "business_address", "business_email", "business_phone"}) {
        CAPTURE(field);
        const Answer refused = world.call("POST", "/accounts", body);
        CHECK(refused.code() == 1001);
        CHECK(refused.body.at("errors").at(0).at("source").at("pointer") ==
              "/" + std::string{field});
        body[field] = "x";
    }
    CHECK(world.call("POST", "/accounts", body).status == 200);
    CHECK(world.call("GET", "/accounts").result().size() == 1);
}

TEST_CASE("a subdomain zone needs its entitlement") {
    World without = entitled_to({});
    const std::string one = without.account("Acme");
    add_zone(without, one, "acme.example");
    const Answer refused = add_zone(without, one, "eu.shop.acme.example");
    CHECK(refused.status == 400);
    CHECK(refused.code() == 1116);
    CHECK(add_zone(without, one, "notacme.example").status == 200);
    CHECK(add_zone(without, one, "a.b.example").status == 200);
    World with = entitled_to({"allow_add_subdomain"});
    const std::string two = with.account("Acme");
    add_zone(with, two, "acme.example");
    CHECK(add_zone(with, two, "eu.shop.acme.example").status == 200);
}

TEST_CASE("a partial zone needs one of two entitlements") {
    for (const auto& [names, status] :
         {std::pair{std::vector<std::string>{}, 400},
          std::pair{std::vector<std::string>{"partial_setup_allowed"}, 200},
          std::pair{std::vector<std::string>{"cname_setup_allowed"}, 200}}) {
        CAPTURE(names);
        World world = entitled_to(names);
        CHECK(add_zone(world, world.account("Acme"), "acme.example", "partial").status == status);
    }
}
