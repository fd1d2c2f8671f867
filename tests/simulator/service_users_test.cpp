#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

const std::string service_user = "Robot@acme.example";
const Json as_administrator = Json::array({"05784afa30c1afe1440e79d9351c7430"});

/// A call with an e-mail and a key of that user's.
Answer with_key(World& world, const std::string& email, const std::string& key,
                std::string_view method, std::string_view target, const Json& body = nullptr) {
    Request made = world.request(method, target);
    made.headers = {Field{"X-Auth-Email", email}, Field{"X-Auth-Key", key}};
    if (!body.is_null()) made.body = body.dump();
    return world.send(made);
}

} // namespace

TEST_CASE("a service user is made with a key that works at once") {
    World world;
    const Answer made = world.call("POST", "/users", {{"email", service_user}});
    CHECK(made.status == 200);
    const Json& user = made.result();
    for (const char* name :
         {"id", "email", "first_name", "last_name", "username", "telephone", "country",
          "created_on", "modified_on", "two_factor_authentication", "api_key"}) {
        CAPTURE(name);
        CHECK(user.contains(name));
    }
    CHECK(user.at("email") == service_user);
    CHECK(user.at("two_factor_authentication") == Json{{"enabled", false}, {"locked", false}});
    const std::string key = user.at("api_key");
    CHECK(key.starts_with("cfk_"));
    CHECK(key.size() == 52);
    const Answer self = with_key(world, "robot@acme.example", key, "GET", "/user");
    CHECK(self.result().at("id") == user.at("id"));
    CHECK(self.result().at("first_name") == nullptr);
    CHECK_FALSE(self.result().contains("api_key"));
}

TEST_CASE("keys are the same for the same seed and differ between users") {
    World one;
    World two;
    Settings other_seed;
    other_seed.seed = 2;
    World three{other_seed};
    const auto key = [](World& world, const char* email) {
        return world.call("POST", "/users", {{"email", email}}).result().at("api_key");
    };
    const Json first = key(one, "a@acme.example");
    CHECK(key(two, "a@acme.example") == first);
    CHECK(key(three, "a@acme.example") != first);
    CHECK(key(one, "b@acme.example") != first);
}

TEST_CASE("only the administrator of the tenants makes users, and only with its key") {
    World world;
    const Json body = {{"email", service_user}};
    Request by_token = world.request("POST", "/users");
    by_token.headers = {{"Authorization", "Bearer " + world.simulator().settings().token}};
    by_token.body = body.dump();
    CHECK(world.send(by_token).code() == 10000);
    const std::string key = world.call("POST", "/users", body).result().at("api_key");
    const Answer refused =
        with_key(world, service_user, key, "POST", "/users", {{"email", "x@acme.example"}});
    CHECK(refused.status == 403);
    CHECK(refused.code() == 10000);
}

TEST_CASE("a service user needs a new e-mail address, and a tenant that may") {
    World world;
    CHECK(world.call("POST", "/users", {{"email", service_user}}).status == 200);
    for (const Json& email :
         {Json("robot@ACME.example"), Json("admin@partner.example"), Json("nobody"), Json(7),
          Json(nullptr), Json(std::string(80, 'a') + "@acme.example")}) {
        CAPTURE(email);
        const Answer refused = world.call("POST", "/users", {{"email", email}});
        CHECK(refused.status == 400);
        CHECK(refused.body.at("errors").at(0).at("source").at("pointer") == "/email");
    }
    CHECK(world.call("POST", "/users", {{"email", service_user}}).code() == 1004);
    Settings settings;
    settings.service_users = false;
    World other{settings};
    const Answer off = other.call("POST", "/users", {{"email", service_user}});
    CHECK(off.status == 403);
    CHECK(off.code() == 1002);
    CHECK(off.body.at("errors").at(0).at("message") ==
          "Creating users is not enabled for this tenant");
}

TEST_CASE("an invitation finds its user, whichever was there first") {
    for (const bool invited_first : {true, false}) {
        CAPTURE(invited_first);
        World world;
        const std::string account = "/accounts/" + world.account("Acme");
        const Json invitation = {{"email", "robot@acme.example"}, {"roles", as_administrator}};
        if (invited_first) world.call("POST", account + "/members", invitation);
        const Json user = world.call("POST", "/users", {{"email", service_user}}).result();
        if (!invited_first) world.call("POST", account + "/members", invitation);
        const std::string key = user.at("api_key");
        CHECK(with_key(world, service_user, key, "GET", account).status == 403);
        CHECK(with_key(world, service_user, key, "GET", "/accounts").result().empty());
        const Json pending =
            with_key(world, service_user, key, "GET", "/memberships?status=pending").result();
        REQUIRE(pending.size() == 1);
        const std::string one = "/memberships/" + pending.at(0).at("id").get<std::string>();
        CHECK(with_key(world, service_user, key, "PUT", one, {{"status", "accepted"}}).status ==
              200);
        CHECK(with_key(world, service_user, key, "GET", account).status == 200);
        const Json member = world.call("GET", account + "/members?status=accepted").result().at(1);
        CHECK(member.at("user").at("id") == user.at("id"));
    }
}

TEST_CASE("a member that was there before its user keeps the user's id") {
    World world;
    const std::string account = "/accounts/" + world.account("Acme");
    const Json member = {
        {"email", service_user}, {"roles", as_administrator}, {"status", "accepted"}};
    const Json before = world.call("POST", account + "/members", member).result();
    const Json user = world.call("POST", "/users", {{"email", service_user}}).result();
    CHECK(before.at("user").at("id") == user.at("id"));
}

TEST_CASE("a service user does what its role grants in its own account only") {
    World world;
    const std::string account = world.account("Acme");
    const std::string other = world.zone("other.example", world.account("Other"));
    const std::string key =
        world.call("POST", "/users", {{"email", service_user}}).result().at("api_key");
    world.call("POST", "/accounts/" + account + "/members",
               {{"email", service_user}, {"roles", as_administrator}, {"status", "accepted"}});
    const Json zone = {{"name", "acme.example"}, {"account", {{"id", account}}}};
    const Answer made = with_key(world, service_user, key, "POST", "/zones", zone);
    CHECK(made.status == 200);
    CHECK(with_key(world, service_user, key, "GET", "/zones").result().size() == 1);
    CHECK(with_key(world, service_user, key, "GET", "/zones/" + other).status == 403);
    const Json somebody = {{"email", "x@acme.example"}, {"roles", as_administrator}};
    CHECK(with_key(world, service_user, key, "POST", "/accounts/" + account + "/members", somebody)
              .status == 403);
    CHECK(with_key(world, service_user, key, "POST", "/accounts", {{"name", "Mine"}}).code() ==
          1002);
}

TEST_CASE("the key of a new user is not recorded") {
    World world;
    std::string last;
    world.simulator().record_to([&last](const std::string& line) { last = line; });
    const std::string key =
        world.call("POST", "/users", {{"email", service_user}}).result().at("api_key");
    CHECK(last.find(key) == std::string::npos);
    CHECK(Json::parse(last).at("response_body").at("result").at("api_key") == "(not recorded)");
}
