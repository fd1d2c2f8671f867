#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

const std::string owned_token = "account-owned-token";

/// An account with a zone and a token of its own, and one that has nothing to do with it.
struct OfficeWithToken {
    World world;
    std::string account;
    std::string other;

    explicit OfficeWithToken(const Json& more = Json::object(), Settings settings = Settings{})
        : world(std::move(settings)) {
        account = world.account("Acme");
        other = world.account("Other");
        world.zone("acme.example", account);
        world.zone("other.example", other);
        Json token = {{"account", account}, {"token", owned_token}};
        token.update(more);
        CHECK(world.control("POST", "/account-tokens", token).status == 200);
    }

    Answer ask(std::string_view method, const std::string& target, const Json& body = nullptr) {
        Request made = world.request(method, target);
        made.headers = {Field{"Authorization", "Bearer " + owned_token}};
        if (!body.is_null()) made.body = body.dump();
        return world.send(made);
    }
    Json read(const std::string& target) { return ask("GET", target).result(); }
};

} // namespace

TEST_CASE("each sort of token is verified at its own address") {
    OfficeWithToken office;
    const std::string at_account = "/accounts/" + office.account + "/tokens/verify";
    const Answer own = office.ask("GET", at_account);
    CHECK(own.status == 200);
    CHECK(own.result().at("status") == "active");
    CHECK(own.body.at("messages").at(0).at("code") == 10000);
    CHECK(office.ask("GET", "/user/tokens/verify").status == 401);
    CHECK(office.ask("GET", "/user/tokens/verify").code() == 1000);
    Request by_user = office.world.request("GET", at_account);
    by_user.headers = {{"Authorization", "Bearer " + office.world.simulator().settings().token}};
    CHECK(office.world.send(by_user).code() == 1000);
    CHECK(office.world.call("GET", at_account).status == 403);
    CHECK(office.world.call("GET", "/accounts/nope/tokens/verify").status == 404);
}

TEST_CASE("a token of an account sees and does its own account alone") {
    OfficeWithToken office;
    // API reference, section 22.
    CHECK(office.ask("GET", "/accounts").status == 400);
    CHECK(office.ask("GET", "/accounts").code() == 1001);
    CHECK(office.read("/zones").size() == 1);
    CHECK(office.ask("GET", "/accounts/" + office.other).status == 403);
    const Json own = {{"name", "shop.example"}, {"account", {{"id", office.account}}}};
    CHECK(office.ask("POST", "/zones", own).status == 200);
    const Json strange = {{"name", "store.example"}, {"account", {{"id", office.other}}}};
    CHECK(office.ask("POST", "/zones", strange).status == 403);
    for (const char* path : {"/user", "/memberships", "/user/tenants"}) {
        CAPTURE(path);
        CHECK(office.ask("GET", path).status == 403);
    }
    CHECK(office.ask("POST", "/accounts", {{"name", "Mine"}}).code() == 1002);
    CHECK(office.ask("POST", "/users", {{"email", "a@b.example"}}).status == 403);
}

TEST_CASE("what a token of an account may do is told when it is made") {
    const Json member = {{"email", "x@acme.example"},
                         {"roles", Json::array({"05784afa30c1afe1440e79d9351c7430"})}};
    OfficeWithToken usual;
    CHECK(usual.ask("POST", "/accounts/" + usual.account + "/members", member).status == 403);
    OfficeWithToken mighty{{{"administrator", true}}};
    CHECK(mighty.ask("POST", "/accounts/" + mighty.account + "/members", member).status == 200);
    OfficeWithToken narrow{{{"roles", Json::array({"Administrator Read Only"})}}};
    const std::string at = "/accounts/" + narrow.account;
    CHECK(narrow.ask("GET", at).status == 200);
    CHECK(narrow.ask("PUT", at, {{"name", "New"}}).status == 403);
    for (const Json& wrong :
         {Json{{"account", "nope"}, {"token", "t"}}, Json{{"account", usual.account}},
          Json{{"account", usual.account}, {"token", owned_token}},
          Json{{"account", usual.account}, {"token", "t"}, {"roles", Json::array({"Nobody"})}}}) {
        CAPTURE(wrong);
        CHECK(usual.world.control("POST", "/account-tokens", wrong).status == 400);
    }
}

TEST_CASE("a token of an account has a limit of its own") {
    Settings settings;
    settings.identity_rate = Rate{6, std::chrono::seconds{300}};
    OfficeWithToken office{Json::object(), settings}; // four calls of the administrator
    office.world.call("GET", "/user");
    office.world.call("GET", "/user");
    CHECK(office.world.call("GET", "/user").status == 429);
    CHECK(office.ask("GET", "/accounts").header("Ratelimit") == R"("default";r=5;t=300)");
}
