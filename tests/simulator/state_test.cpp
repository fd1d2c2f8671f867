#include "tools/simulator/world/state.hpp"

#include "tests/simulator/world.hpp"
#include "tools/simulator/text/hex_id.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

using namespace tenantry::simulator;

namespace {

/// A file name of its own, gone at the end.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& name)
        : path_(std::filesystem::temp_directory_path() /
                (name + hex_id(static_cast<std::uint64_t>(
                                   std::chrono::steady_clock::now().time_since_epoch().count()),
                               1))) {}
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

Settings kept_in(const TemporaryFile& file) {
    Settings settings = sized(3, 2);
    settings.units = 2;
    settings.state_file = file.path();
    return settings;
}

} // namespace

TEST_CASE("a state that is saved and loaded again is the same") {
    const TemporaryFile file{"tenantry-simulator-state-"};
    Json before;
    Json created;
    Json shown;
    Json groups;
    Json audit;
    {
        World world{kept_in(file)};
        const std::string acme = world.account("Acme \"quoted\" \\ ünd");
        const Json partial = {
            {"name", "münchen.example"}, {"type", "partial"}, {"account", {{"id", acme}}}};
        world.call("POST", "/zones", partial);
        world.call("POST", "/accounts", {{"name", "Alone"}, {"standalone", true}});
        Request keyed = world.request("POST", "/accounts");
        keyed.headers.push_back(Field{"Idempotency-Key", "k"});
        keyed.body = R"({"name":"Keyed"})";
        created = world.send(keyed).result();
        const Json role = Json::array({"05784afa30c1afe1440e79d9351c7430"});
        const std::string account = "/accounts/" + acme;
        world.call("POST", account + "/members", {{"email", "ops@acme.example"}, {"roles", role}});
        const Json scope = {{"key", "k"}, {"objects", Json::array({{{"key", "o"}}})}};
        world.call("POST", account + "/iam/resource_groups", {{"name", "Shops"}, {"scope", scope}});
        const Json order = {{"rate_plan", {{"id", "PARTNERS_ENT"}}}, {"frequency", "yearly"}};
        world.call("POST", "/zones/" + world.zone("paid.example", acme) + "/subscription", order);
        world.call("POST", account + "/subscriptions", {{"rate_plan", {{"id", "TEAMS_ENT"}}}});
        shown = world.call("GET", account + "/members").result();
        groups = world.call("GET", account + "/iam/resource_groups").result();
        audit = world.control("GET", "/audit").body;
        before = world.control("GET", "/state").body;
        CHECK(world.control("POST", "/save").status == 200);
    }
    World world{kept_in(file)};
    CHECK(world.control("GET", "/state").body == before);
    CHECK(world.control("GET", "/audit").body == audit);
    const std::string acme = world.call("GET", "/accounts").result().at(3).at("id");
    CHECK(world.call("GET", "/accounts/" + acme + "/members").result() == shown);
    CHECK(world.call("GET", "/accounts/" + acme + "/iam/resource_groups").result() == groups);
    Request keyed = world.request("POST", "/accounts");
    keyed.headers.push_back(Field{"Idempotency-Key", "k"});
    keyed.body = R"({"name":"Keyed"})";
    CHECK(world.send(keyed).result() == created);
    // New ids go on where the old ones ended.
    const std::string fresh = world.account("Fresh");
    for (const Json& account : before.at("accounts"))
        CHECK(account.at("id") != fresh);
    CHECK(world.call("GET", "/accounts").result().back().at("id") == fresh);
}

TEST_CASE("a file that is no state stops the start") {
    const TemporaryFile file{"tenantry-simulator-state-"};
    for (const char* text :
         {"", "{", "[]", R"({"format":2})", R"({"format":1,"zones":[{"name":"a.example"}]})"}) {
        CAPTURE(text);
        std::ofstream{file.path()} << text;
        const auto made = Simulator::make(kept_in(file));
        REQUIRE_FALSE(made);
        CHECK(made.error().find(file.path()) != std::string::npos);
    }
}

TEST_CASE("members that nobody asked for are saved without being made") {
    const TemporaryFile file{"tenantry-simulator-state-"};
    Json before;
    {
        World world{kept_in(file)};
        CHECK(world.control("POST", "/save").status == 200);
        std::ifstream in{file.path()};
        CHECK(Json::parse(in).at("members").empty());
        before = world.control("GET", "/state").body.at("members");
    }
    World world{kept_in(file)};
    CHECK(world.control("GET", "/state").body.at("members") == before);
    CHECK(before.size() == 7);
}

TEST_CASE("callers are saved with their secrets, in a file for its owner alone") {
    const TemporaryFile file{"tenantry-simulator-state-"};
    const Json service_user = {{"email", robot}};
    Json users;
    std::string key;
    {
        World world{kept_in(file)};
        key = world.call("POST", "/users", service_user).result().at("api_key");
        world.add_user("ops@acme.example");
        const Json account = world.call("GET", "/accounts").result().at(0).at("id");
        world.control("POST", "/account-tokens", {{"account", account}, {"token", "owned"}});
        users = world.control("GET", "/state").body.at("users");
        CHECK(world.control("POST", "/save").status == 200);
    }
    CHECK(users.size() == 3);
    using enum std::filesystem::perms;
    CHECK(std::filesystem::status(file.path()).permissions() == (owner_read | owner_write));
    World world{kept_in(file)};
    CHECK(world.control("GET", "/state").body.at("users") == users);
    Request request = world.request("GET", "/user");
    request.headers = {{"X-Auth-Email", "robot@acme.example"}, {"X-Auth-Key", key}};
    CHECK(world.send(request).status == 200);
    request = world.request("GET", "/zones");
    request.headers = {{"Authorization", "Bearer owned"}};
    CHECK(world.send(request).status == 200);
    CHECK(world.call("POST", "/users", service_user).code() == 1004);
}

TEST_CASE("Access users, zone settings and holds are saved") {
    const TemporaryFile file{"tenantry-simulator-state-"};
    Json before;
    {
        World world{kept_in(file)};
        const std::string acme = world.account("Acme");
        const std::string zone = "/zones/" + world.zone("acme.example", acme);
        world.call("POST", zone + "/subscription", {{"rate_plan", {{"id", "PARTNERS_ENT"}}}});
        world.call("PATCH", zone + "/settings/ssl", {{"value", "off"}});
        world.call("PATCH", zone + "/settings/minify", {{"value", {{"js", "on"}}}});
        world.call("DELETE", zone + "/hold?hold_after=2026-12-01T00:00:00Z");
        world.call("POST", "/accounts/" + acme + "/access/users",
                   {{"email", "jane@acme.example"}, {"name", "Jane"}});
        before = world.control("GET", "/state").body;
        CHECK(before.at("zone_settings").size() == 1);
        CHECK(before.at("zone_holds").size() == 1);
        CHECK(before.at("access_users").size() == 1);
        CHECK(world.control("POST", "/save").status == 200);
    }
    World world{kept_in(file)};
    CHECK(world.control("GET", "/state").body == before);
}
