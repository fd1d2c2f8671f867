// Members: roles looked up, invitations that stand already, changes that the API only seems to
// make.
#include "tests/executor/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tenantry;
using test::FakeApi;
using test::World;

namespace {

constexpr std::string_view one = "    - {name: A, members: [{email: a@x, roles: [Reader]}]}\n";
constexpr std::string_view roles =
    R"([{"id": "r1", "name": "Reader"}, {"id": "r2", "name": "Writer"}])";
const std::string list = "GET /accounts/a1/members";

World world_with(std::string_view members, std::string_view wanted = one) {
    return World::of(wanted, R"({"account": [{"id": "a1", "name": "A"}], "member": {"a1": )" +
                                 std::string(members) + R"(}, "role": {"a1": )" +
                                 std::string(roles) + "}}");
}

std::string member(std::string_view role, std::string_view status = "accepted") {
    return R"({"id": "m1", "email": "A@x", "status": ")" + std::string(status) +
           R"(", "roles": [{"id": ")" + (role == "Reader" ? "r1" : "r2") + R"(", "name": ")" +
           std::string(role) + R"("}]})";
}

std::ptrdiff_t sent(const FakeApi& api, std::string_view call) {
    return std::ranges::count_if(api.log,
                                 [&](const std::string& line) { return line.starts_with(call); });
}

} // namespace

TEST_CASE("an invitation is sent after a look; its answer without roles is not held against it") {
    World world = world_with("[]");
    FakeApi api;
    api.on(list, test::list("[]"));
    api.on("POST /accounts/a1/members",
           test::ok(R"({"id": "m1", "email": "a@x", "status": "pending"})"));
    CHECK(world.run(api) == "acme/A/member/a@x: done\n");
    CHECK(api.log[1] == R"(POST /accounts/a1/members {"email":"a@x","roles":["r1"]})");
    CHECK(world.report.requests == 2);
}

TEST_CASE("somebody who is a member already is adopted, and gets what is left") {
    World world = world_with("[]");
    FakeApi api;
    SUBCASE("seen by the look, as wanted") {
        api.otherwise(list, test::list("[" + member("Reader") + "]"));
        CHECK(world.run(api) == "acme/A/member/a@x: done, adopted\n");
        CHECK(sent(api, "P") == 0);
    }
    SUBCASE("said by the refusal: a duplicate with other roles") {
        api.on(list, test::list("[]"));
        api.on("POST /accounts/a1/members", test::refused(400, 1004));
        api.on(list, test::list("[" + member("Writer", "pending") + "]"));
        api.on("PUT /accounts/a1/members/m1", test::ok(member("Reader", "pending")));
        api.otherwise("GET /accounts/a1/members/m1", test::ok(member("Reader", "pending")));
        CHECK(world.run(api) == "acme/A/member/a@x: done, adopted\n");
        CHECK(api.log[3] ==
              R"(PUT /accounts/a1/members/m1 {"roles":[{"id":"r1"}],"status":"pending"})");
    }
    SUBCASE("an invitation whose answer was lost") {
        api.on(list, test::list("[]"));
        api.on("POST /accounts/a1/members", test::unclear(FaultCategory::lost));
        api.on(list, test::list("[" + member("Reader", "pending") + "]"));
        api.otherwise("GET /accounts/a1/members/m1", test::ok(member("Reader", "pending")));
        CHECK(world.run(api) == "acme/A/member/a@x: done, adopted\n");
        CHECK(sent(api, "POST") == 1);
    }
}

TEST_CASE("roles are changed with the status of the moment, and read back") {
    World world = world_with("[" + member("Writer", "pending") + "]");
    FakeApi api;
    api.on("GET /accounts/a1/members/m1", test::ok(member("Writer", "accepted"))); // by now
    api.on("PUT /accounts/a1/members/m1", test::ok("{}"));
    api.on("GET /accounts/a1/members/m1", test::ok(member("Writer"))); // shown late
    api.on("GET /accounts/a1/members/m1", test::ok(member("Reader")));
    CHECK(world.run(api) == "acme/A/member/a@x: done\n");
    CHECK(api.log[1] ==
          R"(PUT /accounts/a1/members/m1 {"roles":[{"id":"r1"}],"status":"accepted"})");
}

TEST_CASE("a PUT that the API accepts and ignores has failed, and says so") {
    // Quirk 8.
    World world = world_with("[" + member("Writer") + "]");
    FakeApi api;
    api.on("PUT /accounts/a1/members/m1", test::ok(member("Writer")));
    api.otherwise("GET /accounts/a1/members/m1", test::ok(member("Writer")));
    CHECK(world.run(api) == "acme/A/member/a@x: failed\n");
    CHECK(world.fault() == "the API accepted the change, and still shows another roles: wait a few "
                           "minutes and run plan again");
    CHECK(sent(api, "PUT") == 1);
}

TEST_CASE("the roles of a new account are read once, whoever needs them") {
    World world = World::of("    - name: A\n      members:\n"
                            "        - {email: a@x, roles: [Reader]}\n"
                            "        - {email: b@x, roles: [Writer, Administrator]}\n",
                            R"({"account": []})");
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::ok(R"({"id": "a1"})"));
    // The Administrator's id is known without reading, and still the list has it.
    api.on("GET /accounts/a1/roles", test::list(R"([{"id": "r1", "name": "Reader"},
        {"id": "r2", "name": "Writer"},
        {"id": "05784afa30c1afe1440e79d9351c7430", "name": "Administrator"}])"));
    api.on("POST /accounts/a1/members", test::ok(R"({"id": "m1"})"));
    api.on("POST /accounts/a1/members", test::ok(R"({"id": "m2"})"));
    CHECK(world.run(api) == "acme/A: done\nacme/A/member/a@x: done\nacme/A/member/b@x: done\n");
    CHECK(sent(api, "GET /accounts/a1/roles") == 1);
    CHECK(std::ranges::count(api.log,
                             R"(POST /accounts/a1/members {"email":"a@x","roles":["r1"]})") == 1);
    CHECK(std::ranges::count(api.log,
                             R"(POST /accounts/a1/members {"email":"b@x",)"
                             R"("roles":["r2","05784afa30c1afe1440e79d9351c7430"]})") == 1);
}

TEST_CASE("a role that a new account does not have fails that member alone, with the nearest") {
    World world = World::of("    - name: A\n      members: [{email: a@x, roles: [Raeder]}]\n"
                            "      zones: [{name: a.example}]\n",
                            R"({"account": []})");
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::ok(R"({"id": "a1"})"));
    api.on("GET /accounts/a1/roles", test::list(roles));
    api.on("POST /zones", test::ok(R"({"id": "z1"})"));
    CHECK(world.run(api) ==
          "acme/A: done\nacme/A/member/a@x: failed\nacme/A/zone/a.example: done\n");
    CHECK(world.report.outcomes[1].fault->message ==
          "no role has the name or id \"Raeder\"; did you mean \"Reader\"?");
}

TEST_CASE("an account of administrators alone needs no list of roles") {
    World world = World::of("    - {name: A, members: [{email: a@x, roles: [Administrator]}]}\n",
                            R"({"account": []})");
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::ok(R"({"id": "a1"})"));
    api.on("POST /accounts/a1/members", test::ok(R"({"id": "m1"})"));
    CHECK(world.run(api) == "acme/A: done\nacme/A/member/a@x: done\n");
    CHECK(sent(api, "GET /accounts/a1/roles") == 0);
}
