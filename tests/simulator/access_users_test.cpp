#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

struct AccessOffice {
    World world;
    std::string account;
    std::string path;

    explicit AccessOffice(Settings settings = Settings{}) : world(std::move(settings)) {
        account = world.account("Acme");
        path = "/accounts/" + account + "/access/users";
    }

    Answer add(const std::string& email, const std::string& name) {
        return world.call("POST", path, {{"email", email}, {"name", name}});
    }
    Json list(const std::string& query = "") { return world.call("GET", path + query).result(); }
};

} // namespace

TEST_CASE("an Access user is made, read, renamed and deleted") {
    AccessOffice office;
    const Answer made = office.add("Jane@acme.example", "Jane");
    CHECK(made.status == 201);
    const Json& user = made.result();
    for (const char* name :
         {"id", "uid", "seat_uid", "email", "name", "access_seat", "gateway_seat",
          "active_device_count", "last_successful_login", "created_at", "updated_at"}) {
        CAPTURE(name);
        CHECK(user.contains(name));
    }
    const std::string id = user.at("id");
    CHECK(id.size() == 36);
    CHECK(id[8] == '-');
    CHECK(id[23] == '-');
    const std::string one = office.path + "/" + id;
    CHECK(office.world.call("GET", one).result() == user);
    const Answer renamed =
        office.world.call("PUT", one, {{"email", "jane@acme.example"}, {"name", "Jane Doe"}});
    CHECK(renamed.status == 200);
    CHECK(renamed.result().at("name") == "Jane Doe");
    CHECK(renamed.result().at("email") == "Jane@acme.example");
    const Answer deleted = office.world.call("DELETE", one);
    CHECK(deleted.status == 202);
    CHECK(deleted.result().empty());
    CHECK(office.world.call("GET", one).code() == 7003);
    CHECK(office.world.call("DELETE", one).code() == 7003);
    CHECK(office.list().empty());
}

TEST_CASE("what an Access user cannot be is refused") {
    AccessOffice office;
    CHECK(office.world.call("POST", office.path, {{"email", "only@acme.example"}}).status == 201);
    CHECK(office.add("ONLY@acme.example", "Twice").code() == 1004);
    for (const Json& wrong : {Json{{"name", "Jane"}}, Json{{"email", "jane"}}, Json{{"email", 1}},
                              Json{{"email", "j@acme.example"}, {"name", 1}}}) {
        CAPTURE(wrong);
        const Answer refused = office.world.call("POST", office.path, wrong);
        CHECK(refused.status == 400);
        CHECK(refused.code() == 1001);
        CHECK(refused.body.at("errors").at(0).contains("source"));
    }
    const std::string one = office.path + "/" + office.list().at(0).at("id").get<std::string>();
    for (const Json& wrong : {Json{{"name", "Jane"}}, Json{{"email", "only@acme.example"}},
                              Json{{"email", "other@acme.example"}, {"name", "Jane"}}}) {
        CAPTURE(wrong);
        CHECK(office.world.call("PUT", one, wrong).code() == 1001);
    }
    CHECK(office.world.call("GET", "/accounts/nope/access/users").code() == 7003);
    CHECK(office.world.call("POST", "/accounts/nope/access/users", Json::object()).code() == 7003);
}

TEST_CASE("Access users are filtered, searched and paged") {
    AccessOffice office;
    office.add("jane@acme.example", "Jane Doe");
    office.add("john@acme.example", "John Doe");
    office.add("mary@initech.example", "Mary");
    CHECK(office.list("?email=JANE@acme.example").size() == 1);
    CHECK(office.list("?name=John%20Doe").size() == 1);
    CHECK(office.list("?name=John").empty());
    CHECK(office.list("?search=doe").size() == 2);
    CHECK(office.list("?search=INITECH").size() == 1);
    CHECK(office.list("?per_page=1000").size() == 3);
    CHECK(office.list("?per_page=1&page=2").at(0).at("email") == "john@acme.example");
    CHECK(office.world.call("GET", office.path + "?per_page=1001").code() == 1001);
    const Json info = office.world.call("GET", office.path + "?per_page=2").body.at("result_info");
    CHECK(info.at("total_count") == 3);
}

TEST_CASE("an Access user belongs to its account, and goes with it") {
    AccessOffice office;
    const std::string id = office.add("jane@acme.example", "Jane").result().at("id");
    const std::string other = "/accounts/" + office.world.account("Other") + "/access/users";
    CHECK(office.world.call("GET", other + "/" + id).code() == 7003);
    CHECK(office.world.call("POST", other, {{"email", "jane@acme.example"}}).status == 201);
    office.world.call("DELETE", "/accounts/" + office.account);
    CHECK(office.world.control("GET", "/state").body.at("access_users").size() == 1);
}

TEST_CASE("a deleted Access user lingers in the list") {
    Settings settings;
    settings.page_lag = std::chrono::seconds{5};
    AccessOffice office{settings};
    const std::string id = office.add("jane@acme.example", "Jane").result().at("id");
    office.world.pass(std::chrono::seconds{5});
    office.world.call("DELETE", office.path + "/" + id);
    CHECK(office.list().size() == 1);
    office.world.pass(std::chrono::seconds{5});
    CHECK(office.list().empty());
}

TEST_CASE("people sign in by themselves and are renamed behind the client's back") {
    AccessOffice office;
    const Json made = office.world
                          .control("POST", "/access-users",
                                   {{"account", {{"id", office.account}}},
                                    {"email", "guest@acme.example"},
                                    {"name", "Guest"},
                                    {"access_seat", true},
                                    {"last_successful_login", "2026-11-20T00:00:00Z"}})
                          .body;
    CHECK(made.at("access_seat") == true);
    const std::string one = "/access-users/by-account/" + office.account + "/Guest%40acme.example";
    CHECK(office.world.control("PATCH", one, {{"name", "Renamed"}}).status == 200);
    CHECK(office.list().at(0).at("name") == "Renamed");
    CHECK(office.list().at(0).at("id") == made.at("id"));
    const std::string by_name = "/access-users/by-name/guest@acme.example";
    CHECK(office.world.control("GET", by_name).body.at("name") == "Renamed");
    CHECK(office.world.control("DELETE", by_name).status == 200);
    CHECK(office.list().empty());
    CHECK(office.world.control("POST", "/access-users", {{"email", "a@b.example"}}).status == 400);
}
