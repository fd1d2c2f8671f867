// An account that lies in another unit: one POST, that is never sent again before the account has
// been read.
#include "tests/executor/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tenantry;
using test::FakeApi;
using test::World;

namespace {

const std::string id = "0123456789abcdef0123456789abcdef";
const std::string path = "/accounts/" + id;
const std::string move = "POST " + path + "/move";

std::string account(std::string_view unit, std::string_view name = "A") {
    return R"({"id": ")" + id + R"(", "name": ")" + std::string(name) +
           R"(", "managed_by": {"parent_org_id": ")" + std::string(unit) + R"("}})";
}

World world_with(std::string_view name = "A") {
    const std::string wanted = "    - {name: A, id: " + id + ", unit: APAC}\n";
    return World::of(wanted,
                     R"({"account": [)" + account("u1", name) +
                         R"(], "unit": [{"unit_tag": "u1", "unit_name": "EMEA", "tenant": "T"},
                                             {"unit_tag": "u2", "unit_name": "APAC", "tenant": "T"}],
                                     "entitlements": {"T": {"account_mobility": true}}})");
}

std::ptrdiff_t moves(const FakeApi& api) {
    return std::ranges::count_if(api.log,
                                 [](const std::string& line) { return line.starts_with(move); });
}

} // namespace

TEST_CASE("a move is one call") {
    World world = world_with();
    FakeApi api;
    api.on(move, test::ok(R"({"account_id": "a", "source_organization_id": "u1",
                              "destination_organization_id": "u2"})"));
    CHECK(world.run(api) == "acme/A: done\n");
    CHECK(api.log == std::vector{move + R"( {"destination_organization_id":"u2"})"});
    CHECK(world.plan.calls() == 1);
}

TEST_CASE("what else differs is written before the move, after a fresh read") {
    World world = world_with("Old");
    FakeApi api;
    api.on("GET " + path, test::ok(account("u1", "Old")));
    api.on("PUT " + path, test::ok(account("u1")));
    api.on(move, test::ok("{}"));
    CHECK(world.run(api) == "acme/A: done\n");
    CHECK(api.log.size() == 3);
    CHECK(world.plan.calls() == 3);
}

TEST_CASE("an account that has been moved meanwhile is not moved again") {
    World world = world_with("Old");
    FakeApi api;
    api.on("GET " + path, test::ok(account("u2", "Old")));
    api.on("PUT " + path, test::ok(account("u2")));
    CHECK(world.run(api) == "acme/A: done\n");
    CHECK(moves(api) == 0);
}

TEST_CASE("after an unclear answer the account is read, and the move never repeated") {
    World world = world_with();
    FakeApi api;
    api.on(move, test::unclear(FaultCategory::lost));
    SUBCASE("it shows, late") {
        api.on("GET " + path, test::ok(account("u1")));
        api.on("GET " + path, test::ok(account("u2")));
        CHECK(world.run(api) == "acme/A: done\n");
    }
    SUBCASE("it does not show") {
        api.otherwise("GET " + path, test::ok(account("u1")));
        CHECK(world.run(api) == "acme/A: uncertain\n");
    }
    CHECK(moves(api) == 1);
}

TEST_CASE("a move that is refused has failed, unless the account is there already") {
    World world = world_with();
    FakeApi api;
    SUBCASE("no right") {
        api.on(move, test::refused(403, 1002));
        CHECK(world.run(api) == "acme/A: failed\n");
    }
    SUBCASE("not possible") {
        api.on(move, test::refused(400, 1001));
        api.on("GET " + path, test::ok(account("u1")));
        CHECK(world.run(api) == "acme/A: failed\n");
    }
    SUBCASE("there already") {
        api.on(move, test::refused(400, 1001));
        api.on("GET " + path, test::ok(account("u2")));
        CHECK(world.run(api) == "acme/A: done\n");
    }
    CHECK(moves(api) == 1);
}
