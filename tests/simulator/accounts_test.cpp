#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

Settings with_units(int tenants, int units) {
    Settings settings;
    settings.tenants = tenants;
    settings.units = units;
    return settings;
}

std::string unit_tag(World& world, std::size_t tenant, std::size_t unit) {
    const std::string tag = world.call("GET", "/user/tenants").result().at(tenant).at("id");
    return world.call("GET", "/tenants/" + tag).result().at("tenant_units").at(unit).at("unit_tag");
}

Answer post_with_key(World& world, const std::string& key, const Json& body) {
    Request request = world.request("POST", "/accounts");
    request.headers.push_back(Field{"Idempotency-Key", key});
    request.body = body.dump();
    return world.send(request);
}

} // namespace

TEST_CASE("a created account reads back with the unit it was placed in") {
    World world{with_units(1, 2)};
    const std::string unit = unit_tag(world, 0, 1);
    const Json body = {{"name", "Acme GmbH"}, {"type", "enterprise"}, {"unit", {{"id", unit}}}};
    const Answer created = world.call("POST", "/accounts", body);
    REQUIRE(created.status == 200);
    CHECK(created.body.at("success") == true);
    const std::string id = created.result().at("id");
    CHECK(id.size() == 32);
    const Json account = world.call("GET", "/accounts/" + id).result();
    CHECK(account == created.result());
    CHECK(account.at("name") == "Acme GmbH");
    CHECK(account.at("type") == "enterprise");
    CHECK(account.at("managed_by").at("parent_org_id") == unit);
    CHECK(account.at("settings") ==
          Json{{"enforce_twofactor", false}, {"abuse_contact_email", nullptr}});
    CHECK(account.contains("created_on"));
}

TEST_CASE("a new account that cannot be is refused with 1001") {
    const std::vector<Json> rows = {
        Json::object(),
        {{"name", ""}},
        {{"name", "   "}},
        {{"name", 7}},
        {{"name", "a\tb"}},
        {{"name", "<b>"}},
        {{"name", std::string(101, 'x')}},
        {{"name", "Acme"}, {"type", "premium"}},
        {{"name", "Acme"}, {"type", 1}},
        {{"name", "Acme"}, {"unit", {{"id", 5}}}},
        {{"name", "Acme"}, {"unit", "x"}},
        {{"name", "Acme"}, {"standalone", false}},
        {{"name", "Acme"}, {"standalone", true}, {"unit", {{"id", "x"}}}},
        {{"name", "Acme"}, {"business_name", std::string(121, 'x')}},
        {{"name", "Acme"}, {"business_phone", 49}},
    };
    World world;
    for (const Json& body : rows) {
        CAPTURE(body.dump());
        const Answer answer = world.call("POST", "/accounts", body);
        CHECK(answer.status == 400);
        CHECK(answer.code() == 1001);
        CHECK(answer.result() == nullptr);
        CHECK(answer.body.at("success") == false);
        CHECK(answer.body.at("messages") == Json::array());
    }
    CHECK(world.call("GET", "/accounts").result().empty());
}

TEST_CASE("limits count characters, not bytes") {
    World world;
    std::string name;
    for (int i = 0; i < 100; ++i)
        name += "ü";
    CHECK(world.call("POST", "/accounts", {{"name", name}}).status == 200);
    CHECK(world.call("POST", "/accounts", {{"name", name + "ü"}}).status == 400);
}

TEST_CASE("two accounts may have the same name") {
    World world;
    CHECK(world.account("Acme") != world.account("Acme"));
    CHECK(world.call("GET", "/accounts?name=Acme").result().size() == 2);
    CHECK(world.call("GET", "/accounts?name=acm").result().empty());
}

TEST_CASE("a unit of somebody else is refused with 1002") {
    World world;
    const Json body = {{"name", "Acme"}, {"unit", {{"id", "unit-of-a-stranger"}}}};
    const Answer answer = world.call("POST", "/accounts", body);
    CHECK(answer.status == 403);
    CHECK(answer.code() == 1002);
}

TEST_CASE("with several tenants the unit must be named") {
    World world{with_units(2, 1)};
    const Answer refused = world.call("POST", "/accounts", {{"name", "Acme"}});
    CHECK(refused.status == 400);
    CHECK(refused.code() == 1001);
    const Json body = {{"name", "Acme"}, {"unit", {{"id", unit_tag(world, 1, 0)}}}};
    CHECK(world.call("POST", "/accounts", body).status == 200);
}

TEST_CASE("a standalone account belongs to no unit") {
    World world{with_units(2, 1)};
    const Json body = {{"name", "Acme"}, {"standalone", true}};
    const Answer answer = world.call("POST", "/accounts", body);
    CHECK(answer.status == 200);
    CHECK_FALSE(answer.result().contains("managed_by"));
}

TEST_CASE("settings at creation are ignored, or fail with --quirks") {
    const Json body = {{"name", "Acme"}, {"settings", {{"enforce_twofactor", true}}}};
    World plain;
    const Answer ignored = plain.call("POST", "/accounts", body);
    CHECK(ignored.result().at("settings").at("enforce_twofactor") == false);
    World wild{quirky()};
    CHECK(wild.call("POST", "/accounts", body).status == 500);
    CHECK(wild.call("GET", "/accounts").result().empty());
}

TEST_CASE("the same Idempotency-Key with the same body makes one account") {
    World world;
    const Answer first = post_with_key(world, "k1", {{"name", "Acme"}});
    const Answer again = post_with_key(world, "k1", {{"name", "Acme"}});
    CHECK(again.status == 200);
    CHECK(again.result() == first.result());
    CHECK(world.call("GET", "/accounts").result().size() == 1);
    CHECK(post_with_key(world, "k2", {{"name", "Acme"}}).result() != first.result());
}

TEST_CASE("an Idempotency-Key cannot be used for another body") {
    World world;
    post_with_key(world, "k1", {{"name", "Acme"}});
    const Answer answer = post_with_key(world, "k1", {{"name", "Other"}});
    CHECK(answer.status == 400);
    CHECK(answer.code() == 1001);
    CHECK(world.call("GET", "/accounts").result().size() == 1);
}

TEST_CASE("a refused create leaves its Idempotency-Key free") {
    World world;
    CHECK(post_with_key(world, "k1", {{"name", ""}}).status == 400);
    CHECK(post_with_key(world, "k1", {{"name", "Acme"}}).status == 200);
}

TEST_CASE("an Idempotency-Key has 1 to 128 characters") {
    World world;
    CHECK(post_with_key(world, "", {{"name", "Acme"}}).status == 400);
    CHECK(post_with_key(world, std::string(129, 'k'), {{"name", "Acme"}}).status == 400);
    CHECK(post_with_key(world, std::string(128, 'k'), {{"name", "Acme"}}).status == 200);
}

TEST_CASE("PUT without type renames; with another type it is refused") {
    World world;
    const std::string path = "/accounts/" + world.account("Acme");
    CHECK(world.call("PUT", path, {{"name", "Acme AG"}}).result().at("name") == "Acme AG");
    CHECK(world.call("PUT", path, {{"name", "A"}, {"type", "standard"}}).status == 200);
    const Answer answer = world.call("PUT", path, {{"name", "A"}, {"type", "enterprise"}});
    CHECK(answer.status == 400);
    CHECK(answer.code() == 1001);
    CHECK(world.call("PUT", path, {{"name", "A"}, {"id", "other"}}).code() == 1001);
    CHECK(world.call("PUT", path, {{"type", "standard"}}).code() == 1001);
}

TEST_CASE("with --quirks PUT is refused when it has a type at all") {
    World world{quirky()};
    const std::string path = "/accounts/" + world.account("Acme");
    const Answer answer = world.call("PUT", path, {{"name", "A"}, {"type", "standard"}});
    CHECK(answer.status == 400);
    CHECK(answer.code() == 1001);
    CHECK(world.call("PUT", path, {{"name", "A"}}).status == 200);
}

TEST_CASE("settings in PUT replace both keys; without settings both stay") {
    World world;
    const std::string path = "/accounts/" + world.account("Acme");
    const Json both = {{"enforce_twofactor", true}, {"abuse_contact_email", "a@acme.example"}};
    CHECK(world.call("PUT", path, {{"name", "A"}, {"settings", both}}).result().at("settings") ==
          both);
    CHECK(world.call("PUT", path, {{"name", "B"}}).result().at("settings") == both);
    const Json one = {{"abuse_contact_email", "b@acme.example"}};
    CHECK(world.call("PUT", path, {{"name", "B"}, {"settings", one}}).result().at("settings") ==
          Json{{"enforce_twofactor", false}, {"abuse_contact_email", "b@acme.example"}});
    const Json wrong = {{"enforce_twofactor", "yes"}};
    CHECK(world.call("PUT", path, {{"name", "B"}, {"settings", wrong}}).code() == 1001);
}

TEST_CASE("the profile is written whole, answers 204, and is read at its own place only") {
    World world;
    const Json create = {{"name", "Acme"}, {"external_metadata", "crm:4711"}};
    const Answer created = world.call("POST", "/accounts", create);
    CHECK_FALSE(created.result().contains("external_metadata"));
    const std::string path =
        "/accounts/" + created.result().at("id").get<std::string>() + "/profile";
    Json profile = world.call("GET", path).result();
    CHECK(profile.at("external_metadata") == "crm:4711");
    CHECK(profile.at("business_name") == "");
    CHECK(profile.size() == 5);

    profile["business_name"] = "Acme GmbH";
    const Answer put = world.call("PUT", path, profile);
    CHECK(put.status == 204);
    CHECK(put.reply.body.empty());
    CHECK(world.call("GET", path).result() == profile);

    Json incomplete = profile;
    incomplete.erase("business_phone");
    CHECK(world.call("PUT", path, incomplete).code() == 1001);
    profile["business_name"] = std::string(121, 'x');
    CHECK(world.call("PUT", path, profile).code() == 1001);
}

TEST_CASE("a deleted account takes its zones along and answers 7003 from then on") {
    World world;
    const std::string id = world.account("Acme");
    const std::string zone = world.zone("acme.example", id);
    const Answer deleted = world.call("DELETE", "/accounts/" + id);
    CHECK(deleted.status == 200);
    CHECK(deleted.result() == Json{{"id", id}});
    for (const std::string& path :
         {"/accounts/" + id, "/accounts/" + id + "/profile", "/zones/" + zone}) {
        CAPTURE(path);
        const Answer answer = world.call("GET", path);
        CHECK(answer.status == 404);
        CHECK(answer.code() == 7003);
    }
    CHECK(world.call("DELETE", "/accounts/" + id).code() == 7003);
    CHECK(world.call("PUT", "/accounts/" + id, {{"name", "A"}}).code() == 7003);
    CHECK(world.call("GET", "/zones").result().empty());
}

TEST_CASE("an account renamed is renamed in its zones") {
    World world;
    const std::string id = world.account("Acme");
    const std::string zone = world.zone("acme.example", id);
    world.call("PUT", "/accounts/" + id, {{"name", "Acme AG"}});
    CHECK(world.call("GET", "/zones/" + zone).result().at("account").at("name") == "Acme AG");
}
