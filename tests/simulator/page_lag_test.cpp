#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;
using std::chrono::seconds;

namespace {

Settings lagging() {
    Settings settings = sized(1, 1);
    settings.page_lag = seconds{10};
    return settings;
}

} // namespace

TEST_CASE("lists show a new object late, reading it does not") {
    World world{lagging()};
    CHECK(world.call("GET", "/accounts").result().size() == 1);
    const std::string account = world.account("Acme");
    const std::string zone = world.zone("acme.example", account);
    CHECK(world.call("GET", "/accounts/" + account).status == 200);
    CHECK(world.call("GET", "/zones/" + zone).status == 200);
    world.pass(seconds{9});
    CHECK(world.call("GET", "/accounts").result().size() == 1);
    CHECK(world.call("GET", "/zones?name=acme.example").result().empty());
    CHECK(world.call("GET", "/zones?account.id=" + account).result().empty());
    world.pass(seconds{1});
    CHECK(world.call("GET", "/accounts").result().size() == 2);
    CHECK(world.call("GET", "/zones?name=acme.example").result().size() == 1);
    CHECK(world.call("GET", "/zones?account.id=" + account).result().size() == 1);
}

TEST_CASE("lists show a change and a deletion late") {
    World world{lagging()};
    const std::string id = world.call("GET", "/accounts").result().at(0).at("id");
    world.call("PUT", "/accounts/" + id, {{"name", "New"}});
    CHECK(world.call("GET", "/accounts/" + id).result().at("name") == "New");
    CHECK(world.call("GET", "/accounts").result().at(0).at("name") == "Acme Logistics GmbH");
    world.pass(seconds{10});
    CHECK(world.call("GET", "/accounts").result().at(0).at("name") == "New");
    world.call("DELETE", "/accounts/" + id);
    CHECK(world.call("GET", "/accounts/" + id).code() == 7003);
    CHECK(world.call("GET", "/accounts").result().size() == 1);
    CHECK(world.call("GET", "/zones").result().size() == 1);
    world.pass(seconds{10});
    CHECK(world.call("GET", "/accounts").result().empty());
    CHECK(world.call("GET", "/zones").result().empty());
}

TEST_CASE("a name that lists do not show yet is taken all the same") {
    World world{lagging()};
    const std::string account = world.account("Acme");
    world.zone("acme.example", account);
    const Json again = {{"name", "acme.example"}, {"account", {{"id", account}}}};
    CHECK(world.call("POST", "/zones", again).code() == 1061);
}
