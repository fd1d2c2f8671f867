// The part of an account that its list does not tell: read before it is written, and once after a
// create.
#include "tests/executor/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry;
using test::FakeApi;
using test::World;

namespace {

constexpr std::string_view wanted =
    "    - {name: A, business_name: A Inc, external_metadata: crm:7}\n";
constexpr std::string_view list_with_a = R"([{"id": "a1", "name": "A"}])";
const std::string profile = "/accounts/a1/profile";

/// A profile with its five fields; those that are not written are empty.
std::string full(std::string_view written) {
    Json fields = *parse_json(written);
    for (const char* field : {"business_name", "business_address", "business_email",
                              "business_phone", "external_metadata"}) {
        if (fields.find(field) == nullptr) fields.set(field, "");
    }
    return to_text(fields);
}

/// The account is there, with this profile.
World world_with(std::string_view live_profile, std::string_view accounts = wanted) {
    return World::of(accounts,
                     R"({"account": [{"id": "a1", "name": "A"}], "account_profile": {"a1": )" +
                         full(live_profile) + "}}");
}

FakeApi::Answer no_content() {
    Response response;
    response.status = 204;
    return response;
}

} // namespace

TEST_CASE("a profile that the create took is read once and left alone") {
    World world(wanted);
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::ok(R"({"id": "a1"})"));
    api.on("GET " + profile,
           test::ok(full(R"({"business_name": "A Inc", "external_metadata": "crm:7"})")));
    api.on("GET /accounts", test::list(list_with_a));
    CHECK(world.run(api) == "acme/A: done\n");
    CHECK(api.log[1] ==
          R"(POST /accounts {"name":"A","business_name":"A Inc","external_metadata":"crm:7"})");
    CHECK(world.report.requests == 4);
    CHECK(world.plan.calls() == 4);
}

TEST_CASE("what the create dropped of the profile is put after it") {
    World world(wanted);
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::ok(R"({"id": "a1"})"));
    api.on("GET " + profile,
           test::ok(full(R"({"business_name": "", "external_metadata": "crm:7"})")));
    api.on("PUT " + profile, no_content());
    api.on("GET /accounts", test::list(list_with_a));
    CHECK(world.run(api) == "acme/A: done\n");
    CHECK(api.log[3] == "PUT /accounts/a1/profile "
                        R"({"business_name":"A Inc","business_address":"","business_email":"",)"
                        R"("business_phone":"","external_metadata":"crm:7"})");
}

TEST_CASE("settings and the profile of a new account follow it in one step") {
    World world("    - {name: A, settings: {enforce_twofactor: true}, business_name: A Inc}\n");
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("POST /accounts", test::ok(R"({"id": "a1"})"));
    api.on("PUT /accounts/a1", test::ok(R"({"id": "a1"})"));
    api.on("GET " + profile, test::ok(full("{}")));
    api.on("PUT " + profile, no_content());
    api.on("GET /accounts", test::list(list_with_a));
    CHECK(world.run(api) == "acme/A: done\n");
}

TEST_CASE("an account that is found has its profile read before anything is written") {
    World world(wanted);
    FakeApi api;
    SUBCASE("by the look, as wanted") {
        api.on("GET /accounts", test::list(list_with_a));
        api.on("GET " + profile,
               test::ok(full(R"({"business_name": "A Inc", "external_metadata": "crm:7"})")));
    }
    SUBCASE("after a lost answer, with the fields of somebody else kept") {
        api.on("GET /accounts", test::list("[]"));
        api.on("POST /accounts", test::unclear(FaultCategory::lost));
        api.on("GET /accounts", test::list(list_with_a));
        api.on("GET " + profile,
               test::ok(full(R"({"business_phone": "+49", "external_metadata": "x"})")));
        api.before = [&](const std::string& call) {
            if (call == "PUT " + profile)
                CHECK(api.log.back().contains(R"("business_phone":"+49")"));
        };
        api.on("PUT " + profile, no_content());
    }
    CHECK(world.run(api) == "acme/A: done, adopted\n");
}

TEST_CASE("an update echoes what nobody manages from a fresh read") {
    World world = world_with(R"({"business_name": "Old", "external_metadata": "crm:7",
                                 "business_phone": "+1"})");
    FakeApi api;
    api.on("GET /accounts/a1", test::ok(R"({"id": "a1", "name": "A"})"));
    SUBCASE("another phone by now") {
        api.on("GET " + profile, test::ok(full(R"({"business_name": "Old", "business_phone": "+2",
                                              "external_metadata": "crm:7"})")));
        api.on("PUT " + profile, no_content());
        CHECK(world.run(api) == "acme/A: done\n");
        CHECK(api.log.back().contains(R"("business_phone":"+2")"));
        CHECK(world.report.requests == world.plan.calls());
    }
    SUBCASE("already as wanted") {
        api.on("GET " + profile,
               test::ok(full(R"({"business_name": "A Inc", "external_metadata": "crm:7"})")));
        CHECK(world.run(api) == "acme/A: done\n");
        CHECK(api.log.size() == 2);
    }
    SUBCASE("another name that nobody has seen") {
        api.on("GET " + profile,
               test::ok(full(R"({"business_name": "Third", "external_metadata": "crm:7"})")));
        CHECK(world.run(api) == "acme/A: failed\n");
        CHECK(world.fault().contains("business_name has changed since"));
    }
    SUBCASE("not to be read") {
        api.on("GET " + profile, test::refused(403, 9109));
        CHECK(world.run(api) == "acme/A: failed\n");
    }
}
