#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>
#include <map>

using namespace tenantry::simulator;

TEST_CASE("roles are the same in every account, with what they grant") {
    World world;
    const std::string one = "/accounts/" + world.account("Acme") + "/roles";
    const std::string two = "/accounts/" + world.account("Other") + "/roles";
    const Json roles = world.call("GET", one).result();
    CHECK(roles == world.call("GET", two).result());
    CHECK(roles.size() > 20);
    Json by_name;
    for (const Json& role : roles)
        by_name[role.at("name").get<std::string>()] = role;
    CHECK(by_name.at("Administrator").at("id") == "05784afa30c1afe1440e79d9351c7430");
    CHECK(by_name.at("Super Administrator - All Privileges").at("id") ==
          "33666b9c79b9a5273fc7344ff42f953d");
    CHECK(by_name.at("Billing").at("permissions").at("billing") ==
          Json{{"read", true}, {"write", true}});
    CHECK(by_name.at("Administrator Read Only").at("permissions").at("zones") ==
          Json{{"read", true}, {"write", false}});
    const std::string id = by_name.at("DNS").at("id");
    CHECK(world.call("GET", one + "/" + id).result() == by_name.at("DNS"));
    CHECK(world.call("GET", one + "?per_page=5&page=2").result().at(0) == roles.at(5));
    CHECK(world.call("GET", one + "?per_page=100").result() == roles);
    CHECK(world.call("GET", one + "?per_page=101").code() == 1001);
    CHECK(world.call("GET", one + "/nope").code() == 7003);
    CHECK(world.call("GET", "/accounts/nope/roles").code() == 7003);
}

TEST_CASE("permission groups are narrowed by id, name and label") {
    World world;
    const std::string groups = "/accounts/" + world.account("Acme") + "/iam/permission_groups";
    const Json all = world.call("GET", groups + "?per_page=50").result();
    CHECK(all.size() > 20);
    const Json& group = all.at(2);
    CHECK(group.at("name") == "Administrator Read Only");
    CHECK(group.at("meta").at("label") == "admin_readonly");
    CHECK(group.at("meta").at("editable") == "false");
    std::map<std::string, std::string> labels;
    for (const Json& one : all)
        labels[one.at("name")] = one.at("meta").at("label");
    CHECK(labels["Administrator"] == "admin");
    CHECK(labels["Super Administrator - All Privileges"] == "all_privileges");
    CHECK(labels["Domain Administrator Read Only"] == "domain_admin_readonly");
    const Json roles =
        world.call("GET", groups.substr(0, groups.find("/iam")) + "/roles?per_page=100").result();
    CHECK(roles.size() == all.size());
    for (std::size_t i = 0; i < roles.size(); ++i) {
        CHECK(roles.at(i).at("name") == all.at(i).at("name"));
        CHECK(roles.at(i).at("id") != all.at(i).at("id"));
    }
    const std::string id = group.at("id");
    for (const std::string& query : {"?id=" + id, std::string{"?name=Administrator%20Read%20Only"},
                                     std::string{"?label=admin_readonly"}}) {
        CAPTURE(query);
        CHECK(world.call("GET", groups + query).result() == Json::array({group}));
    }
    CHECK(world.call("GET", groups + "?id=" + id + "&name=DNS").result().empty());
    CHECK(world.call("GET", groups + "/" + id).result() == group);
    CHECK(world.call("GET", groups + "/nope").code() == 7003);
}

TEST_CASE("an account has a resource group for all of it, and those that are made") {
    World world;
    const std::string groups = "/accounts/" + world.account("Acme") + "/iam/resource_groups";
    const Json whole = world.call("GET", groups).result().at(0);
    CHECK(whole.at("scope").at(0).at("objects") == Json::array({{{"key", "*"}}}));
    const Json scope = {{"key", "com.cloudflare.api.account.zone"},
                        {"objects", Json::array({{{"key", "com.cloudflare.api.zone.1"}}})}};
    const Json made = world.call("POST", groups, {{"name", "Shops"}, {"scope", scope}}).result();
    CHECK(made.at("scope") == Json::array({scope}));
    const std::string one = groups + "/" + made.at("id").get<std::string>();
    CHECK(world.call("GET", one).result() == made);
    CHECK(world.call("GET", groups + "?name=Shops").result() == Json::array({made}));
    CHECK(world.call("PUT", one, {{"name", "Blogs"}, {"scope", scope}}).result().at("name") ==
          "Blogs");
    const Json renamed = world.call("PUT", one, {{"name", "Papers"}}).result();
    CHECK(renamed.at("scope") == Json::array({scope}));
    CHECK(world.call("PUT", one, Json::object()).result() == renamed);
    CHECK(world.call("PUT", one, {{"name", ""}}).code() == 1001);
    for (const Json& body :
         {Json::object(), Json{{"name", "Shops"}},
          Json{{"name", "Shops"}, {"scope", {{"key", "k"}, {"objects", Json::array()}}}}})
        CHECK(world.call("POST", groups, body).code() == 1001);
    CHECK(world.call("DELETE", one).status == 200);
    CHECK(world.call("GET", one).code() == 7003);
    CHECK(world.call("DELETE", groups + "/" + whole.at("id").get<std::string>()).code() == 7003);
}
