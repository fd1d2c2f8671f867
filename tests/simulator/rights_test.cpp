#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

/// An account with a zone that the robot belongs to by one role, and one it does not belong to.
struct Office {
    World world;
    std::string account;
    std::string zone;
    std::string other;
    std::string other_zone;

    explicit Office(const std::string& role, const std::string& status = "accepted") {
        world.add_user(robot);
        account = world.account("Acme");
        other = world.account("Other");
        zone = world.zone("acme.example", account);
        other_zone = world.zone("other.example", other);
        const Json roles = world.call("GET", "/accounts/" + account + "/roles").result();
        for (const Json& known : roles)
            if (known.at("name") == role)
                world.control("POST", "/members",
                              {{"account", {{"id", account}}},
                               {"email", robot},
                               {"status", status},
                               {"roles", Json::array({known.at("id")})}});
    }

    int ask(std::string_view method, const std::string& target, const Json& body = nullptr) {
        return world.call_as(robot, method, target, body).status;
    }
    Json read(const std::string& target) { return world.call_as(robot, "GET", target).result(); }
    std::string at_account(const std::string& rest) const { return "/accounts/" + account + rest; }
    std::string at_zone(const std::string& rest) const { return "/zones/" + zone + rest; }
};

const Json pro_order = {{"rate_plan", {{"id", "PARTNERS_PRO"}}}};
const Json teams_order = {{"rate_plan", {{"id", "TEAMS_FREE"}}}};
const Json new_member = {{"email", "somebody@acme.example"},
                         {"roles", Json::array({"05784afa30c1afe1440e79d9351c7430"})}};

} // namespace

TEST_CASE("an Administrator writes zones and subscriptions, not members") {
    Office office{"Administrator"};
    CHECK(office.ask("PATCH", office.at_zone(""), {{"paused", true}}) == 200);
    CHECK(office.ask("POST", office.at_zone("/subscription"), pro_order) == 200);
    CHECK(office.ask("POST", office.at_account("/subscriptions"), teams_order) == 200);
    CHECK(office.ask("GET", office.at_account("/members")) == 200);
    CHECK(office.ask("POST", office.at_account("/members"), new_member) == 403);
    CHECK(office.ask("DELETE", office.at_account("")) == 403);
    const Json zone = {{"name", "shop.example"}, {"account", {{"id", office.account}}}};
    CHECK(office.ask("POST", "/zones", zone) == 200);
}

TEST_CASE("a Super Administrator manages members, but removes no account") {
    Office office{"Super Administrator - All Privileges"};
    CHECK(office.ask("POST", office.at_account("/members"), new_member) == 200);
    CHECK(office.ask("DELETE", office.at_account("")) == 403);
}

TEST_CASE("Administrator Read Only reads all and writes nothing") {
    Office office{"Administrator Read Only"};
    for (const std::string& path :
         {office.at_account(""), office.at_account("/profile"), office.at_account("/members"),
          office.at_account("/roles"), office.at_account("/subscriptions"), office.at_zone("")}) {
        CAPTURE(path);
        CHECK(office.ask("GET", path) == 200);
    }
    CHECK(office.ask("GET", office.at_zone("/subscription")) == 404);
    CHECK(office.ask("PUT", office.at_account(""), {{"name", "New"}}) == 403);
    CHECK(office.ask("PATCH", office.at_zone(""), {{"paused", true}}) == 403);
    CHECK(office.ask("DELETE", office.at_zone("")) == 403);
    CHECK(office.ask("POST", office.at_zone("/subscription"), pro_order) == 403);
    CHECK(office.ask("POST", office.at_account("/subscriptions"), teams_order) == 403);
    const Json zone = {{"name", "shop.example"}, {"account", {{"id", office.account}}}};
    CHECK(office.ask("POST", "/zones", zone) == 403);
}

TEST_CASE("without the right to billing subscriptions are forbidden with 10000") {
    Office office{"DNS"};
    CHECK(office.ask("GET", office.at_zone("")) == 200);
    for (const std::string& path :
         {office.at_zone("/subscription"), office.at_zone("/available_rate_plans"),
          office.at_account("/subscriptions")}) {
        CAPTURE(path);
        const Answer answer = office.world.call_as(robot, "GET", path);
        CHECK(answer.status == 403);
        CHECK(answer.code() == 10000);
    }
}

TEST_CASE("Billing buys, and leaves the zones alone") {
    Office office{"Billing"};
    CHECK(office.ask("POST", office.at_zone("/subscription"), pro_order) == 200);
    CHECK(office.ask("PATCH", office.at_zone(""), {{"paused", true}}) == 403);
}

TEST_CASE("a user sees the accounts and zones it belongs to, and no others") {
    Office office{"Administrator"};
    CHECK(office.read("/accounts").size() == 1);
    CHECK(office.read("/accounts?name=Acme").size() == 1);
    CHECK(office.read("/accounts?name=Other").empty());
    CHECK(office.read("/zones").size() == 1);
    CHECK(office.read("/zones?name=other.example").empty());
    CHECK(office.read("/zones?account.id=" + office.other).empty());
    CHECK(office.read("/zones?account.id=" + office.account).size() == 1);
    CHECK(office.ask("GET", "/accounts/" + office.other) == 403);
    CHECK(office.ask("GET", "/zones/" + office.other_zone) == 403);
    CHECK(office.ask("GET", "/accounts/nope") == 404);
    const Json zone = {{"name", "shop.example"}, {"account", {{"id", office.other}}}};
    CHECK(office.ask("POST", "/zones", zone) == 403);
}

TEST_CASE("the tenants are the administrator's alone") {
    Office office{"Administrator"};
    const Json tenants = office.world.call("GET", "/user/tenants").result();
    CHECK(office.read("/user/tenants").empty());
    CHECK(office.ask("GET", "/tenants/" + tenants.at(0).at("id").get<std::string>()) == 403);
    const Answer refused = office.world.call_as(robot, "POST", "/accounts", {{"name", "Mine"}});
    CHECK(refused.status == 403);
    CHECK(refused.code() == 1002);
}

TEST_CASE("an invitation gives no right before it is accepted") {
    Office office{"Administrator", "pending"};
    CHECK(office.ask("GET", office.at_account("")) == 403);
    CHECK(office.read("/accounts").empty());
    const std::string id = office.read("/memberships").at(0).at("id");
    CHECK(office.ask("PUT", "/memberships/" + id, {{"status", "accepted"}}) == 200);
    CHECK(office.ask("GET", office.at_account("")) == 200);
}

TEST_CASE("policies grant and deny") {
    Office office{"Nobody"};
    const std::string iam = office.at_account("/iam");
    const auto group = [&](const std::string& name) -> Json {
        const std::string path = iam + "/permission_groups?name=" + name;
        return {{"id", office.world.call("GET", path).result().at(0).at("id")}};
    };
    const Json whole = {
        {"id", office.world.call("GET", iam + "/resource_groups").result().at(0).at("id")}};
    const auto policy = [&](const std::string& access, const std::string& name) -> Json {
        return {{"access", access},
                {"permission_groups", Json::array({group(name)})},
                {"resource_groups", Json::array({whole})}};
    };
    const Json policies =
        Json::array({policy("allow", "Administrator"), policy("deny", "Billing")});
    const Json body = {{"email", robot}, {"status", "accepted"}, {"policies", policies}};
    CHECK(office.world.call("POST", office.at_account("/members"), body).status == 200);
    CHECK(office.ask("PUT", office.at_account(""), {{"name", "New"}}) == 200);
    CHECK(office.ask("GET", office.at_account("/subscriptions")) == 403);
}

TEST_CASE("another administrator may do everything") {
    World world;
    world.control("POST", "/users",
                  {{"email", robot}, {"token", "robot.acme.example"}, {"administrator", true}});
    CHECK(world.call_as(robot, "POST", "/accounts", {{"name", "Mine"}}).status == 200);
    CHECK(world.call_as(robot, "GET", "/user/tenants").result().size() == 1);
    CHECK(world.control("POST", "/users", {{"email", robot}, {"key", "k"}}).status == 400);
    CHECK(world.control("POST", "/users", {{"email", "a@b.example"}}).status == 400);
}
