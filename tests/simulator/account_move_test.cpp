#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

Settings two_units() {
    Settings settings;
    settings.tenants = 2;
    settings.units = 2;
    return settings;
}

/// An account in the first unit of the first tenant.
struct MovingOffice {
    World world;
    std::vector<std::string> units;
    std::string account;
    std::string path;

    explicit MovingOffice(Settings settings = two_units()) : world(std::move(settings)) {
        const Json tenants = world.call("GET", "/user/tenants").result();
        for (const Json& tenant : tenants) {
            const std::string path_of = "/tenants/" + tenant.at("id").get<std::string>();
            const Json shown = world.call("GET", path_of).result();
            for (const Json& unit : shown.at("tenant_units"))
                units.push_back(unit.at("unit_tag"));
        }
        account = world.call("POST", "/accounts", {{"name", "Acme"}, {"unit", {{"id", units[0]}}}})
                      .result()
                      .at("id");
        path = "/accounts/" + account;
    }

    Answer move(const Json& destination) {
        return world.call("POST", path + "/move", {{"destination_organization_id", destination}});
    }
    Json placement() {
        return world.call("GET", path).result().at("managed_by").at("parent_org_id");
    }
};

} // namespace

TEST_CASE("an account moves to another unit, and its zones show it") {
    MovingOffice office;
    const std::string zone = office.world.zone("acme.example", office.account);
    const Answer moved = office.move(office.units[1]);
    CHECK(moved.status == 200);
    CHECK(moved.result() == Json{{"account_id", office.account},
                                 {"source_organization_id", office.units[0]},
                                 {"destination_organization_id", office.units[1]}});
    CHECK(office.placement() == office.units[1]);
    CHECK(office.world.call("GET", "/zones/" + zone).result().at("tenant_unit").at("id") ==
          office.units[1]);
    // Also to a unit of another tenant, and once more to where it is.
    CHECK(office.move(office.units[2]).status == 200);
    CHECK(office.move(office.units[2]).status == 200);
    CHECK(office.placement() == office.units[2]);
}

TEST_CASE("a move that cannot be is refused") {
    MovingOffice office;
    CHECK(office.move("unit-nope").status == 404);
    CHECK(office.move(nullptr).code() == 1001);
    CHECK(office.move(7).body.at("errors").at(0).at("source").at("pointer") ==
          "/destination_organization_id");
    office.path = "/accounts/nope";
    CHECK(office.move(office.units[1]).code() == 7003);
    const Json alone = {{"name", "Alone"}, {"standalone", true}};
    office.path =
        "/accounts/" +
        office.world.call("POST", "/accounts", alone).result().at("id").get<std::string>();
    CHECK(office.move(office.units[1]).status == 403);
}

TEST_CASE("whether accounts move at all is shown and kept to") {
    const auto flag = [](MovingOffice& office) {
        return office.world.call("GET", "/user/tenants")
            .result()
            .at(0)
            .at("meta")
            .at("flags")
            .at("account_mobility");
    };
    MovingOffice mobile;
    CHECK(flag(mobile) == "enabled");
    Settings settings = two_units();
    settings.account_mobility = false;
    MovingOffice fixed{settings};
    CHECK(flag(fixed) == "disabled");
    const Answer refused = fixed.move(fixed.units[1]);
    CHECK(refused.status == 403);
    CHECK(refused.code() == 10000);
    CHECK(fixed.placement() == fixed.units[0]);
}

TEST_CASE("only the administrator of the tenants moves accounts") {
    MovingOffice office;
    office.world.add_user("robot@acme.example");
    office.world.control("POST", "/members",
                         {{"account", {{"id", office.account}}},
                          {"email", "robot@acme.example"},
                          {"roles", Json::array({"33666b9c79b9a5273fc7344ff42f953d"})}});
    CHECK(office.world
              .call_as("robot@acme.example", "POST", office.path + "/move",
                       {{"destination_organization_id", office.units[1]}})
              .status == 403);
}
