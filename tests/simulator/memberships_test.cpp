#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

/// Two accounts that the robot is invited to.
struct Invited {
    World world;
    std::string acme;
    std::string other;

    Invited() {
        world.add_user(robot);
        acme = world.account("Acme");
        other = world.account("Other");
        const Json body = {{"email", "Robot@acme.example"},
                           {"roles", Json::array({"05784afa30c1afe1440e79d9351c7430"})}};
        for (const std::string& account : {acme, other})
            world.call("POST", "/accounts/" + account + "/members", body);
    }

    Answer ask(std::string_view method, const std::string& target, const Json& body = nullptr) {
        return world.call_as(robot, method, target, body);
    }
};

} // namespace

TEST_CASE("an invited user sees its memberships and accepts one") {
    Invited invited;
    const Json all = invited.ask("GET", "/memberships?status=pending").result();
    REQUIRE(all.size() == 2);
    const Json& membership = all.at(0);
    CHECK(membership.at("account") ==
          invited.world.call("GET", "/accounts/" + invited.acme).result());
    CHECK(membership.at("roles") == Json::array({"Administrator"}));
    CHECK(membership.at("permissions").at("zones") == Json{{"read", true}, {"write", true}});
    const std::string one = "/memberships/" + membership.at("id").get<std::string>();
    CHECK(invited.ask("GET", one).result() == membership);
    CHECK(invited.ask("PUT", one, {{"status", "accepted"}}).result().at("status") == "accepted");
    CHECK(invited.ask("PUT", one, {{"status", "accepted"}}).status == 200);
    CHECK(invited.ask("GET", "/memberships?status=pending").result().size() == 1);
    const Json members =
        invited.world.call("GET", "/accounts/" + invited.acme + "/members").result();
    CHECK(members.at(1).at("status") == "accepted");
    CHECK(members.at(1).at("user").at("id") == invited.ask("GET", "/user").result().at("id"));
}

TEST_CASE("a rejected invitation stays listed and cannot be taken back") {
    Invited invited;
    const Json membership = invited.ask("GET", "/memberships?account.name=Other").result().at(0);
    const std::string one = "/memberships/" + membership.at("id").get<std::string>();
    CHECK(invited.ask("PUT", one, {{"status", "rejected"}}).status == 200);
    CHECK(invited.ask("PUT", one, {{"status", "accepted"}}).code() == 1001);
    CHECK(invited.ask("PUT", one, {{"status", "pending"}}).code() == 1001);
    CHECK(invited.ask("PUT", one, Json::object()).code() == 1001);
    const std::string members = "/accounts/" + invited.other + "/members";
    CHECK(invited.world.call("GET", members + "?status=rejected").result().size() == 1);
}

TEST_CASE("a user leaves an account by its membership") {
    Invited invited;
    const std::string id = invited.ask("GET", "/memberships?name=Acme").result().at(0).at("id");
    CHECK(invited.ask("DELETE", "/memberships/" + id).result() == Json{{"id", id}});
    CHECK(invited.ask("GET", "/memberships/" + id).code() == 1003);
    CHECK(invited.world.call("GET", "/accounts/" + invited.acme + "/members").result().size() == 1);
}

TEST_CASE("nobody sees the memberships of another") {
    Invited invited;
    const std::string id = invited.ask("GET", "/memberships").result().at(0).at("id");
    for (const char* method : {"GET", "PUT", "DELETE"}) {
        const Answer answer =
            invited.world.call(method, "/memberships/" + id, {{"status", "accepted"}});
        CHECK(answer.status == 404);
        CHECK(answer.code() == 1003);
    }
    // The creator's own.
    CHECK(invited.world.call("GET", "/memberships").result().size() == 2);
}

TEST_CASE("memberships are ordered and paged") {
    Invited invited;
    const Json sorted =
        invited.ask("GET", "/memberships?order=account.name&direction=desc").result();
    CHECK(sorted.at(0).at("account").at("name") == "Other");
    const std::string first = invited.world.account("Aardvark");
    invited.world.control("POST", "/members", {{"account", {{"id", first}}}, {"email", robot}});
    const Json by_name = invited.ask("GET", "/memberships?order=account.name").result();
    CHECK(by_name.at(0).at("account").at("name") == "Aardvark");
    CHECK(invited.ask("GET", "/memberships?order=status").result().at(0) == by_name.at(0));
    CHECK(invited.ask("GET", "/memberships?per_page=5&page=2").result().empty());
    for (const char* query : {"?order=name", "?status=on", "?direction=up", "?page=0"}) {
        CAPTURE(query);
        CHECK(invited.ask("GET", std::string{"/memberships"} + query).code() == 1001);
    }
}

TEST_CASE("seeded accounts have memberships of their creator") {
    World world{sized(30, 0)};
    const Answer list = world.call("GET", "/memberships?per_page=50");
    CHECK(list.result().size() == 30);
    CHECK(list.result().at(7).at("account").at("id") ==
          world.call("GET", "/accounts").result().at(7).at("id"));
}
