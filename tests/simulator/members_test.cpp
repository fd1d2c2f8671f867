#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

Json invitation(const std::string& email) {
    return {{"email", email}, {"roles", Json::array({administrator})}};
}

Json as_objects(const std::string& role) { return Json::array({{{"id", role}}}); }

std::string members(const std::string& account) { return "/accounts/" + account + "/members"; }

std::string group_id(World& world, const std::string& account, const std::string& kind) {
    return world.call("GET", "/accounts/" + account + "/iam/" + kind).result().at(0).at("id");
}

Json policies(World& world, const std::string& account) {
    const Json permission = {{"id", group_id(world, account, "permission_groups")}};
    const Json resource = {{"id", group_id(world, account, "resource_groups")}};
    return Json::array({{{"access", "allow"},
                         {"permission_groups", Json::array({permission})},
                         {"resource_groups", Json::array({resource})}}});
}

} // namespace

TEST_CASE("a new account has its creator as Super Administrator") {
    World world;
    const std::string account = world.account("Acme");
    const Answer list = world.call("GET", members(account));
    REQUIRE(list.result().size() == 1);
    CHECK(list.body.at("result_info").at("total_count") == 1);
    const Json& creator = list.result().at(0);
    CHECK(creator.at("email") == "admin@partner.example");
    CHECK(creator.at("status") == "accepted");
    CHECK(creator.at("user").at("first_name") == "Ada");
    CHECK(creator.at("user").at("id") == world.call("GET", "/user").result().at("id"));
    CHECK(creator.at("roles").at(0).at("id") == super_administrator);
    CHECK(creator.at("policies").size() == 1);
}

TEST_CASE("an invited member is pending, and reads back with its role") {
    World world;
    const std::string account = world.account("Acme");
    const Answer created = world.call("POST", members(account), invitation("Ops@Acme.example"));
    REQUIRE(created.status == 200);
    const Json& member = created.result();
    CHECK(member.at("email") == "Ops@Acme.example");
    CHECK(member.at("status") == "pending");
    CHECK_FALSE(member.at("user").contains("id"));
    const Json& role = member.at("roles").at(0);
    CHECK(role.at("name") == "Administrator");
    CHECK(role.at("permissions").at("zones") == Json{{"read", true}, {"write", true}});
    CHECK(role.contains("description"));
    const std::string id = member.at("id");
    CHECK(world.call("GET", members(account) + "/" + id).result() == member);
    CHECK(world.call("GET", members(account)).result().at(1) == member);
}

TEST_CASE("a member by policies reads back with its groups") {
    World world;
    const std::string account = world.account("Acme");
    const Json body = {{"email", "ops@acme.example"}, {"policies", policies(world, account)}};
    const Json member = world.call("POST", members(account), body).result();
    const Json& policy = member.at("policies").at(0);
    CHECK(policy.at("access") == "allow");
    CHECK(policy.at("permission_groups").at(0).at("name") == "Administrator");
    CHECK(policy.at("permission_groups").at(0).at("meta").at("label") == "admin");
    // An object here, an array where groups are listed.
    CHECK(policy.at("resource_groups").at(0).at("scope").at("objects").at(0).at("key") == "*");
    CHECK(policy.at("id").is_string());
}

TEST_CASE("a role reads as a policy, too, and such a policy as the role; a PUT moves both") {
    World world;
    const std::string account = world.account("Acme");
    const Json by_role =
        world.call("POST", members(account), invitation("role@acme.example")).result();
    const Json by_policy =
        world
            .call("POST", members(account),
                  {{"email", "policy@acme.example"}, {"policies", policies(world, account)}})
            .result();
    const Json& shown = by_role.at("policies").at(0);
    CHECK(shown.at("access") == "allow");
    CHECK(shown.at("permission_groups").at(0).at("name") == "Administrator");
    CHECK(shown.at("permission_groups").at(0).at("id") != administrator);
    CHECK(shown.at("resource_groups").at(0).at("name") == "com.cloudflare.api.account." + account);
    CHECK(by_policy.at("roles") == by_role.at("roles"));
    const std::string one = members(account) + "/" + by_policy.at("id").get<std::string>();
    const Json moved =
        world.call("PUT", one, {{"roles", as_objects(super_administrator)}}).result();
    CHECK(moved.at("roles").at(0).at("id") == super_administrator);
    REQUIRE(moved.at("policies").size() == 1);
    CHECK(moved.at("policies").at(0).at("permission_groups").at(0).at("id") ==
          "8e23b19e4e0d44c29d239c5688ba8cbb");
}

TEST_CASE("what a policy denies, or allows upon a part of the account, is no role") {
    World world;
    const std::string account = world.account("Acme");
    const Json scope = {{"key", "com.cloudflare.api.account.zone"},
                        {"objects", Json::array({{{"key", "com.cloudflare.api.zone.1"}}})}};
    const Json part = world
                          .call("POST", "/accounts/" + account + "/iam/resource_groups",
                                {{"name", "Shops"}, {"scope", scope}})
                          .result();
    Json narrow = policies(world, account);
    narrow.at(0)["resource_groups"] = Json::array({{{"id", part.at("id")}}});
    Json denied = policies(world, account);
    denied.at(0)["access"] = "deny";
    int number = 0;
    for (const Json& given : {narrow, denied}) {
        const Json body = {{"email", std::to_string(++number) + "@acme.example"},
                           {"policies", given}};
        const Json member = world.call("POST", members(account), body).result();
        CHECK(member.at("roles").empty());
        CHECK(member.at("policies").size() == 1);
    }
}

TEST_CASE("an address is a member once, whatever its case and status") {
    World world;
    const std::string account = world.account("Acme");
    world.call("POST", members(account), invitation("ops@acme.example"));
    const Answer again = world.call("POST", members(account), invitation("OPS@acme.example"));
    CHECK(again.status == 400);
    CHECK(again.code() == 1004);
    CHECK(world.call("POST", members(world.account("Other")), invitation("ops@acme.example"))
              .status == 200);
}

TEST_CASE("an invitation that cannot be is refused with 1001") {
    World world;
    const std::string account = world.account("Acme");
    const std::string longest = std::string(78, 'a') + "@acme.example"; // 91 characters
    const std::vector<Json> rows = {
        Json::object(),
        {{"email", "ops@acme.example"}},
        {{"email", 7}, {"roles", Json::array({administrator})}},
        {{"email", "ops@acme.example"}, {"roles", Json::array()}},
        {{"email", "ops@acme.example"}, {"roles", as_objects(administrator)}},
        {{"email", "ops@acme.example"}, {"roles", Json::array({"nope"})}},
        {{"email", "ops@acme.example"}, {"roles", Json::array({administrator})}, {"status", "on"}},
        {{"email", "ops@acme.example"}, {"policies", Json::array()}},
        {{"email", "ops@acme.example"}, {"policies", Json::array({{{"access", "allow"}}})}},
        {{"email", "ops@acme.example"},
         {"roles", Json::array({administrator})},
         {"policies", policies(world, account)}},
        invitation("ops"),
        invitation("o ps@acme.example"),
        invitation("öps@acme.example"),
        invitation("ops@@acme.example"),
        invitation(longest)};
    for (const Json& body : rows) {
        CAPTURE(body.dump());
        const Answer answer = world.call("POST", members(account), body);
        CHECK(answer.status == 400);
        CHECK(answer.code() == 1001);
    }
    CHECK(world.call("POST", members(account), invitation(longest.substr(1))).status == 200);
}

TEST_CASE("too many invitations are refused with the code 429 in a 400") {
    World world;
    const Answer answer =
        world.call("POST", members(world.account("Acme")), invitation("ops@too-many.example"));
    CHECK(answer.status == 400);
    CHECK(answer.code() == 429);
}

TEST_CASE("a member is added at once only for a user that exists, where tenants are entitled") {
    Json body = invitation("ops@acme.example");
    body["status"] = "accepted";
    {
        World world;
        const std::string account = world.account("Acme");
        const Json member = world.call("POST", members(account), body).result();
        CHECK(member.at("status") == "accepted");
        CHECK(member.at("user").at("id").get<std::string>().size() == 32);
        Json stranger = body;
        stranger["email"] = "ops@unknown.example";
        CHECK(world.call("POST", members(account), stranger).code() == 1001);
    }
    Settings settings;
    settings.entitlements.clear();
    World world{settings};
    const std::string account = world.account("Acme");
    CHECK(world.call("POST", members(account), body).code() == 1001);
    body["status"] = "pending";
    CHECK(world.call("POST", members(account), body).status == 200);
}

TEST_CASE("PUT replaces the roles, and does nothing when the status is another") {
    World world;
    const std::string account = world.account("Acme");
    const Json member =
        world.call("POST", members(account), invitation("ops@acme.example")).result();
    const std::string one = members(account) + "/" + member.at("id").get<std::string>();
    Json change = {{"roles", as_objects(super_administrator)}, {"status", "accepted"}};
    const Answer ignored = world.call("PUT", one, change);
    CHECK(ignored.status == 200);
    CHECK(ignored.result() == member);
    change["status"] = "pending";
    CHECK(world.call("PUT", one, change).result().at("roles").at(0).at("id") ==
          super_administrator);
    change.erase("status");
    change["roles"] = as_objects(administrator);
    CHECK(world.call("PUT", one, change).result() == member);
    const Json by_policy = {{"policies", policies(world, account)}};
    const Json changed = world.call("PUT", one, by_policy).result();
    CHECK(changed.at("roles").at(0).at("id") == administrator);
    CHECK(changed.at("policies").size() == 1);
    CHECK(world.call("PUT", one, {{"roles", Json::array({administrator})}}).code() == 1001);
    CHECK(world.call("PUT", one, Json::object()).code() == 1001);
}

TEST_CASE("a deleted member is gone, an unknown one answers 404 with 1003") {
    World world;
    const std::string account = world.account("Acme");
    const std::string id =
        world.call("POST", members(account), invitation("ops@acme.example")).result().at("id");
    const std::string one = members(account) + "/" + id;
    CHECK(world.call("DELETE", one).result() == Json{{"id", id}});
    for (const char* method : {"GET", "PUT", "DELETE"}) {
        const Answer gone = world.call(method, one, {{"roles", as_objects(administrator)}});
        CHECK(gone.status == 404);
        CHECK(gone.code() == 1003);
    }
    CHECK(world.call("POST", members(account), invitation("ops@acme.example")).status == 200);
    const std::string other = world.account("Other");
    const std::string mine = world.call("GET", members(account)).result().at(0).at("id");
    CHECK(world.call("GET", members(other) + "/" + mine).code() == 1003);
    CHECK(world.call("GET", members(std::string(32, '0'))).code() == 7003);
}

TEST_CASE("the list is paged, narrowed by status and ordered") {
    World world;
    const std::string account = world.account("Acme");
    for (const char* name : {"dora", "bob", "cleo", "emil", "fred"})
        world.call("POST", members(account), invitation(std::string{name} + "@acme.example"));
    const Answer first = world.call("GET", members(account) + "?per_page=5");
    CHECK(first.result().size() == 5);
    CHECK(first.body.at("result_info").at("total_pages") == 2);
    CHECK(world.call("GET", members(account) + "?per_page=5&page=2").result().size() == 1);
    CHECK(world.call("GET", members(account) + "?page=3").result().empty());
    CHECK(world.call("GET", members(account) + "?status=pending").result().size() == 5);
    CHECK(world.call("GET", members(account) + "?status=rejected").result().empty());
    const Json sorted =
        world.call("GET", members(account) + "?order=user.email&direction=desc").result();
    CHECK(sorted.at(0).at("email") == "fred@acme.example");
    CHECK(sorted.at(5).at("email") == "admin@partner.example");
    for (const char* query :
         {"?status=on", "?order=email", "?direction=up", "?per_page=51", "?per_page=4"}) {
        CAPTURE(query);
        CHECK(world.call("GET", members(account) + query).code() == 1001);
    }
}

TEST_CASE("members go with their account") {
    World world;
    const std::string account = world.account("Acme");
    world.call("POST", members(account), invitation("ops@acme.example"));
    world.call("DELETE", "/accounts/" + account);
    CHECK(world.call("GET", members(account)).code() == 7003);
    CHECK(world.control("GET", "/state").body.at("members").empty());
}

TEST_CASE("--page-lag delays the list of members, not GET of one") {
    Settings settings;
    settings.page_lag = std::chrono::seconds{10};
    World world{settings};
    const std::string account = world.account("Acme");
    world.pass(std::chrono::seconds{10});
    const std::string id =
        world.call("POST", members(account), invitation("ops@acme.example")).result().at("id");
    CHECK(world.call("GET", members(account)).result().size() == 1);
    CHECK(world.call("GET", members(account) + "/" + id).status == 200);
    world.pass(std::chrono::seconds{10});
    CHECK(world.call("GET", members(account)).result().size() == 2);
}
