// Users of Zero Trust: looked for by e-mail before they are made, renamed with the e-mail that is
// stored.
#include "tests/executor/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry;
using test::FakeApi;
using test::World;

namespace {

constexpr std::string_view wanted =
    "    - {name: A, access_users: [{email: JDoe@a.example, name: Jane}]}\n";
const std::string list = "GET /accounts/a1/access/users";
const std::string jane = R"({"id": "u1-a", "email": "jdoe@a.example", "name": "Jane"})";

World world_with(std::string_view users) {
    return World::of(wanted, R"({"account": [{"id": "a1", "name": "A"}], "access_user": {"a1": )" +
                                 std::string(users) + "}}");
}

} // namespace

TEST_CASE("a user is made after a look by e-mail") {
    World world = world_with("[]");
    FakeApi api;
    api.on(list, test::list("[]"));
    api.on("POST /accounts/a1/access/users", test::ok(jane));
    CHECK(world.run(api) == "acme/A/access user/JDoe@a.example: done\n");
    CHECK(api.log[1] ==
          R"(POST /accounts/a1/access/users {"email":"JDoe@a.example","name":"Jane"})");
    CHECK(world.report.requests == 2);
    CHECK(world.plan.calls() == 2);
}

TEST_CASE("somebody who signed in meanwhile is adopted, whatever the case, and renamed") {
    World world = world_with("[]");
    FakeApi api;
    SUBCASE("seen by the look") {
        api.on(list, test::list(R"([{"id": "u2", "email": "xjdoe@a.example"},)" + jane + "]"));
    }
    SUBCASE("said by the refusal, with another name") {
        api.on(list, test::list("[]"));
        api.on("POST /accounts/a1/access/users", test::refused(400, 1001));
        api.on(list, test::list(R"([{"id": "u1-a", "email": "jdoe@a.example", "name": ""}])"));
        api.on("PUT /accounts/a1/access/users/u1-a", test::ok(jane));
    }
    SUBCASE("after a lost answer, late in the list") {
        api.on(list, test::list("[]"));
        api.on("POST /accounts/a1/access/users", test::unclear(FaultCategory::lost));
        api.on(list, test::list("[]"));
        api.on(list, test::list("[" + jane + "]"));
    }
    CHECK(world.run(api) == "acme/A/access user/JDoe@a.example: done, adopted\n");
}

TEST_CASE("a rename reads the user first and sends the stored e-mail") {
    World world = world_with(R"([{"id": "u1-a", "email": "jdoe@a.example", "name": "J"}])");
    FakeApi api;
    api.on("GET /accounts/a1/access/users/u1-a",
           test::ok(R"({"id": "u1-a", "email": "jdoe@a.example", "name": "J"})"));
    api.on("PUT /accounts/a1/access/users/u1-a", test::ok(jane));
    CHECK(world.run(api) == "acme/A/access user/JDoe@a.example: done\n");
    CHECK(api.log[1] == "PUT /accounts/a1/access/users/u1-a "
                        R"({"email":"jdoe@a.example","name":"Jane"})");
    CHECK(world.plan.calls() == 2);
}

TEST_CASE("users are made one by one in an account that the same plan makes, without a look") {
    World world(wanted);
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::ok(R"({"id": "a1"})"));
    api.on("GET /accounts", test::list(R"([{"id": "a1", "name": "A"}])"));
    api.on("POST /accounts/a1/access/users", test::ok(jane));
    CHECK(world.run(api) == "acme/A: done\nacme/A/access user/JDoe@a.example: done\n");
}
