#include "tools/simulator/state.hpp"

#include "tests/simulator/world.hpp"

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
        before = world.control("GET", "/state").body;
        CHECK(world.control("POST", "/save").status == 200);
    }
    World world{kept_in(file)};
    CHECK(world.control("GET", "/state").body == before);
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
