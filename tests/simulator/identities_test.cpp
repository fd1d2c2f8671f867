#include "tools/simulator/control/identities.hpp"

#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

Json count_of(World& world, const std::string& identity) {
    const Json rates = world.control("GET", "/rates").body;
    for (const Json& item : rates.at("identities"))
        if (item.at("identity") == identity) return item;
    return nullptr;
}

} // namespace

TEST_CASE("a peak is the most of any stretch, not of fixed ones") {
    Peak peak{seconds{1}};
    const Time start = Time{};
    peak.add(start + milliseconds{900});
    peak.add(start + milliseconds{1100});
    peak.add(start + milliseconds{1899});
    CHECK(peak.most() == 3);
    peak.add(start + milliseconds{1900}); // the first is a second ago
    CHECK(peak.most() == 3);
    peak.add(start + milliseconds{5000});
    CHECK(peak.most() == 3);
}

TEST_CASE("calls are counted for each identity and for the address") {
    Settings settings;
    settings.identity_rate = Rate{3, seconds{10}};
    World world{settings};
    world.add_user(robot);
    for (int i = 0; i < 4; ++i)
        world.call("GET", "/user");
    world.pass(seconds{2});
    world.call_as(robot, "GET", "/user");
    world.call_as(robot, "GET", "/user");
    world.call_as("nobody@acme.example", "GET", "/user");
    CHECK(count_of(world, robot) == Json{{"identity", robot},
                                         {"calls", 2},
                                         {"most_in_a_second", 2},
                                         {"most_in_a_window", 2},
                                         {"throttled", 0}});
    const Json admin = count_of(world, "admin@partner.example");
    CHECK(admin.at("calls") == 4);
    CHECK(admin.at("most_in_a_window") == 4);
    CHECK(admin.at("throttled") == 1);
    const Json address = world.control("GET", "/rates").body.at("addresses").at(0);
    CHECK(address == Json{{"address", "127.0.0.1"},
                          {"calls", 7},
                          {"most_in_a_second", 4},
                          {"most_in_a_window", 4},
                          {"throttled", 1}});
    world.control("DELETE", "/requests");
    CHECK(world.control("GET", "/rates").body.at("identities").empty());
}

TEST_CASE("a call that meets a fault is counted, too") {
    World world;
    world.control("PUT", "/faults", {{"fault", "500=100%"}});
    world.call("GET", "/user");
    CHECK(count_of(world, "admin@partner.example").at("calls") == 1);
}

TEST_CASE("one identity is refused or throttled while the others go on") {
    World world;
    world.add_user(robot);
    const std::string one = "/identities/Robot%40acme.example";
    CHECK(world.control("PUT", one, {{"refused", 403}}).status == 200);
    CHECK(world.call_as(robot, "GET", "/user").status == 403);
    CHECK(world.call_as(robot, "GET", "/user").code() == 9109);
    CHECK(world.call("GET", "/user").status == 200);
    world.control("PUT", one, {{"refused", 401}});
    CHECK(world.call_as(robot, "GET", "/user").status == 401);
    world.control("PUT", one, {{"refused", nullptr}, {"throttled", true}});
    const Answer throttled = world.call_as(robot, "GET", "/user");
    CHECK(throttled.status == 429);
    CHECK(throttled.code() == 971);
    CHECK(throttled.header("Retry-After") == "1");
    CHECK(count_of(world, robot).at("throttled") == 1);
    world.control("PUT", one, {{"delay", "50ms"}});
    const Answer late = world.call_as(robot, "GET", "/user");
    CHECK(late.status == 200);
    CHECK(late.reply.delay == milliseconds{50});
    CHECK(world.call("GET", "/user").reply.delay == milliseconds{0});
}

TEST_CASE("the fault of an account's token goes by its id") {
    World world;
    const std::string account = world.account("Acme");
    const std::string id =
        world.control("POST", "/account-tokens", {{"account", account}, {"token", "t"}})
            .body.at("id");
    CHECK(world.control("PUT", "/identities/" + id, {{"refused", 403}}).status == 200);
    Request request = world.request("GET", "/accounts");
    request.headers = {{"Authorization", "Bearer t"}};
    CHECK(world.send(request).status == 403);
    CHECK(count_of(world, id).at("calls") == 1);
}

TEST_CASE("a fault that cannot be is explained") {
    World world;
    CHECK(world.control("PUT", "/identities/nobody", {{"refused", 403}}).status == 400);
    const std::string admin = "/identities/admin@partner.example";
    for (const Json& wrong :
         {Json{{"refused", 500}}, Json{{"refused", "403"}}, Json{{"delay", "soon"}}}) {
        CAPTURE(wrong);
        CHECK(world.control("PUT", admin, wrong).status == 400);
    }
}

TEST_CASE("the fault of a user may be there before the user") {
    World world;
    world.control("PUT", "/identities/" + robot, {{"refused", 401}});
    world.add_user(robot);
    CHECK(world.call_as(robot, "GET", "/user").status == 401);
}
