#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

TEST_CASE("tenants read as organizations, with --quirks as the documentation has them") {
    Settings settings;
    settings.tenants = 2;
    settings.units = 2;
    World world{settings};
    const Json tenants = world.call("GET", "/user/tenants").result();
    REQUIRE(tenants.size() == 2);
    for (const char* field : {"id", "name", "create_time", "meta"})
        CHECK(tenants.at(0).contains(field));
    CHECK(tenants.at(0).at("meta").at("flags").contains("account_creation"));

    settings.quirks = true;
    World wild{settings};
    const Json documented = wild.call("GET", "/user/tenants").result();
    CHECK(documented.at(0).at("tenant_tag") == tenants.at(0).at("id"));
    CHECK(documented.at(0).at("tenant_units").size() == 2);
    CHECK(documented.at(0).contains("tenant_memberships"));
}

TEST_CASE("a tenant reads with its units") {
    World world;
    const std::string tag = world.call("GET", "/user/tenants").result().at(0).at("id");
    const Json tenant = world.call("GET", "/tenants/" + tag).result();
    for (const char* field :
         {"tenant_tag", "tenant_name", "tenant_labels", "tenant_type", "tenant_status",
          "tenant_metadata", "tenant_contacts", "tenant_network", "tenant_units", "cdate", "edate"})
        CHECK(tenant.contains(field));
    CHECK(tenant.at("tenant_units").at(0).at("unit_name") == "EMEA resale");
    CHECK(world.call("GET", "/tenants/" + tag + "/account_types").result() ==
          Json{"standard", "enterprise"});
    CHECK(world.call("GET", "/tenants/" + tag + "/memberships")
              .result()
              .at(0)
              .contains("user_email"));
    CHECK(world.call("GET", "/tenants/" + tag + "/entitlements")
              .result()
              .at("partial_setup_allowed")
              .at("type") == "bool");
    for (const char* below : {"", "/accounts", "/account_types", "/memberships", "/entitlements"}) {
        CAPTURE(below);
        const Answer answer =
            world.call("GET", "/tenants/" + std::string(32, '0') + std::string{below});
        CHECK(answer.status == 404);
        CHECK(answer.code() == 7003);
    }
}

TEST_CASE("the accounts of a tenant are its own, whole or by page") {
    Settings settings = sized(30, 0);
    settings.tenants = 2;
    World world{settings};
    const Json tenants = world.call("GET", "/user/tenants").result();
    const std::string path = "/tenants/" + tenants.at(0).at("id").get<std::string>() + "/accounts";
    const Answer all = world.call("GET", path);
    CHECK(all.result().size() == 15);
    CHECK(all.result().at(0).at("settings").size() == 6);
    CHECK(world.call("GET", path + "?page=2&per_page=10").result().size() == 5);
    CHECK(world.call("GET", path + "?page=1&per_page=5&direction=1").result().at(0) ==
          all.result().at(14));

    settings.quirks = true;
    World wild{settings};
    CHECK(wild.call("GET", path).status == 400);
    CHECK(wild.call("GET", path + "?page=1&per_page=50").result().size() == 15);
}

TEST_CASE("an empty tenant has an empty list of accounts") {
    World world;
    const std::string tag = world.call("GET", "/user/tenants").result().at(0).at("id");
    const Answer answer = world.call("GET", "/tenants/" + tag + "/accounts");
    CHECK(answer.status == 200);
    CHECK(answer.result() == Json::array());
}

TEST_CASE("a seeded tenant is the same for the same seed") {
    World one{sized(7, 3)};
    World two{sized(7, 3)};
    CHECK(one.control("GET", "/state").body == two.control("GET", "/state").body);
    Settings other = sized(7, 3);
    other.seed = 2;
    World three{other};
    CHECK(three.control("GET", "/state").body != one.control("GET", "/state").body);
}

TEST_CASE("seeded zone names are unique") {
    World world{sized(800, 25)};
    const Json state = world.control("GET", "/state").body;
    std::vector<std::string> names;
    for (const Json& zone : state.at("zones"))
        names.push_back(zone.at("name"));
    CHECK(names.size() == 20000);
    std::ranges::sort(names);
    CHECK(std::ranges::adjacent_find(names) == names.end());
}

TEST_CASE("entitlements are those of --entitlements") {
    Settings settings;
    settings.entitlements = {"allow_add_subdomain"};
    World world{settings};
    const std::string tag = world.call("GET", "/user/tenants").result().at(0).at("id");
    const Json entitlements = world.call("GET", "/tenants/" + tag + "/entitlements").result();
    CHECK(entitlements.at("allow_add_subdomain").at("value") == true);
    CHECK(entitlements.at("allow_auto_accept_invites").at("value") == false);
    CHECK(entitlements.at("partial_setup_allowed").at("value") == false);
}
