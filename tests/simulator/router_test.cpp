#include "tests/simulator/world.hpp"

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
