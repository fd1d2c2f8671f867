#include "tools/simulator/wire/record.hpp"

#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

TEST_CASE("an exchange is one line with both bodies and without credentials") {
    World world;
    std::vector<std::string> lines;
    world.simulator().record_to([&lines](const std::string& line) { lines.push_back(line); });
    Request request = world.request("POST", "/accounts?a=1&a=2&b=x");
    request.headers.push_back(Field{"Authorization", "Bearer secret"});
    request.headers.clear();
    request.headers = {{"X-Auth-Email", world.simulator().settings().email},
                       {"X-Auth-Key", world.simulator().settings().key},
                       {"Content-Type", "application/json"}};
    request.body = "{\"name\":\n\"Acme\"}";
    world.send(request);
    world.control("GET", "/state");
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find('\n') == std::string::npos);
    CHECK(lines[0].find(world.simulator().settings().key) == std::string::npos);
    CHECK(lines[0].find(world.simulator().settings().email) == std::string::npos);
    const Json line = Json::parse(lines[0]);
    CHECK(line.at("method") == "POST");
    CHECK(line.at("path") == "/accounts");
    CHECK(line.at("route") == "/accounts");
    CHECK(line.at("query") == Json{{"a", {"1", "2"}}, {"b", "x"}});
    CHECK(line.at("request_headers") == Json{{"Content-Type", "application/json"}});
    CHECK(line.at("request_body") == Json{{"name", "Acme"}});
    CHECK(line.at("status") == 200);
    CHECK(line.at("response_body").at("success") == true);
    CHECK(line.at("response_headers").at("Content-Type") == "application/json");
}

TEST_CASE("a route is its template; what is no JSON is recorded as text") {
    World world;
    std::string last;
    world.simulator().record_to([&last](const std::string& line) { last = line; });
    world.call("GET", "/zones/abc");
    CHECK(Json::parse(last).at("route") == "/zones/{zone_id}");
    CHECK(Json::parse(last).at("request_body") == nullptr);
    Request request = world.request("POST", "/nope");
    request.body = "\xff no json";
    world.send(request);
    CHECK(Json::parse(last).at("route") == nullptr);
    CHECK(Json::parse(last).at("request_body").is_string());
    world.control("PUT", "/faults", {{"fault", "html=100%"}});
    world.call("GET", "/user");
    CHECK(Json::parse(last).at("fault") == "html");
}
