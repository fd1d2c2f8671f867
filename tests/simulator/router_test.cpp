#include "tests/simulator/world.hpp"
#include "tools/simulator/api/dispatch.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tenantry::simulator;

TEST_CASE("a place that does not exist is a 404 with 7003") {
    World world;
    for (const char* path : {"", "/", "/nope", "/zones/a/b", "/accounts/a/profile/b", "/user/x"}) {
        CAPTURE(path);
        const Answer answer = world.call("GET", path);
        CHECK(answer.status == 404);
        CHECK(answer.code() == 7003);
    }
    Request outside = world.request("GET", "/user");
    outside.path = "/client/v4user";
    CHECK(world.send(outside).status == 404);
}

TEST_CASE("a wrong method is a 405 that names the right ones") {
    World world;
    const Answer answer = world.call("PATCH", "/accounts/" + std::string(32, '0'));
    CHECK(answer.status == 405);
    CHECK(answer.code() == 10405);
    CHECK(answer.header("Allow") == "GET, PUT, DELETE");
    CHECK(world.call("DELETE", "/zones").header("Allow") == "GET, POST");
}

TEST_CASE("what is below an account, a zone or a tenant is asked for only when that exists") {
    const Router router = make_router();
    CHECK(router.routes().size() > 60);
    for (const Route& route : router.routes()) {
        CAPTURE(route.method);
        CAPTURE(route.path);
        const Parent parent = route.path.starts_with("/accounts/{account_id}") ? Parent::account
                              : route.path.starts_with("/zones/{zone_id}")     ? Parent::zone
                              : route.path.starts_with("/tenants/{tenant_id}") ? Parent::tenant
                                                                               : Parent::none;
        CHECK(route.needs.parent == parent);
        const bool has_area =
            route.needs.right == Right::area || route.needs.right == Right::members;
        CHECK(has_area == !route.needs.area.empty());
        if (has_area) CHECK(std::ranges::find(areas, route.needs.area) != areas.end());
    }
}

TEST_CASE("a parent that does not exist is told before rights, of a tenant after them") {
    World world;
    world.add_user(robot);
    for (const char* path : {"/accounts/nope/members", "/zones/nope/subscription", "/zones/nope"}) {
        CAPTURE(path);
        CHECK(world.call("GET", path).code() == 7003);
        CHECK(world.call_as(robot, "GET", path).code() == 7003);
    }
    CHECK(world.call("GET", "/tenants/nope").code() == 7003);
    CHECK(world.call_as(robot, "GET", "/tenants/nope").status == 403);
    World quirky_world{quirky()};
    CHECK(quirky_world.call("GET", "/zones/nope/subscription").body.size() == 2);
    CHECK(quirky_world.call("GET", "/zones/nope").body.size() == 4);
}

TEST_CASE("an empty id is answered with 7001") {
    World world;
    for (const char* method : {"GET", "PUT", "DELETE"}) {
        const Answer answer = world.call(method, "/accounts/");
        CHECK(answer.status == 404);
        CHECK(answer.code() == 7001);
    }
    CHECK(world.call("GET", "/accounts//profile").code() == 7001);
}

TEST_CASE("a target is split and decoded; a broken escape stays") {
    Request request;
    read_target(request, "/a%2Fb?x=1+2&account.id=%41%zz&empty&=v&&x=3");
    CHECK(request.path == "/a%2Fb");
    REQUIRE(request.query.size() == 5);
    CHECK(*find_parameter(request.query, "x") == "1 2");
    CHECK(*find_parameter(request.query, "account.id") == "A%zz");
    CHECK(find_parameter(request.query, "empty")->empty());
    CHECK(find_parameter(request.query, "y") == nullptr);
}

TEST_CASE("every reply carries a ray, and none twice the same") {
    World world;
    const std::string ray = world.call("GET", "/user").header("CF-Ray");
    CHECK(ray.size() == 20);
    CHECK(world.call("GET", "/user").header("CF-Ray") != ray);
}
