#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

Answer with_headers(World& world, const Fields& headers, const std::string& path = "/user") {
    Request request = world.request("GET", path);
    request.headers = headers;
    return world.send(request);
}

} // namespace

TEST_CASE("both schemes identify the user") {
    World world;
    const Settings& settings = world.simulator().settings();
    const Fields key = {{"x-auth-email", settings.email}, {"x-auth-key", settings.key}};
    const Fields token = {{"authorization", "Bearer " + settings.token}};
    CHECK(with_headers(world, key).result().at("email") == settings.email);
    CHECK(with_headers(world, token).result().at("email") == settings.email);
}

TEST_CASE("a credential that is missing, wrong or broken is turned away") {
    struct Row {
        Fields headers;
        int status;
        int code;
        int chain;
    };
    World world;
    const Settings& settings = world.simulator().settings();
    for (const Row& row : {
             Row{{}, 401, 10000, 0},
             Row{{{"X-Auth-Email", settings.email}, {"X-Auth-Key", "wrong"}}, 403, 9103, 0},
             Row{{{"X-Auth-Email", "other@partner.example"}, {"X-Auth-Key", settings.key}},
                 403,
                 9103,
                 0},
             Row{{{"Authorization", "Bearer wrong"}}, 401, 10000, 0},
             Row{{{"X-Auth-Email", settings.email}, {"X-Auth-Key", "ke y"}}, 400, 6003, 6103},
             Row{{{"X-Auth-Email", settings.email}, {"X-Auth-Key", ""}}, 400, 6003, 6103},
             Row{{{"X-Auth-Email", settings.email}}, 400, 6003, 6103},
             Row{{{"X-Auth-Key", settings.key}}, 400, 6003, 6102},
             Row{{{"X-Auth-Email", "nobody"}, {"X-Auth-Key", settings.key}}, 400, 6003, 6102},
             Row{{{"Authorization", settings.token}}, 400, 6003, 6111},
             Row{{{"Authorization", "Basic abc"}}, 400, 6003, 6111},
             Row{{{"Authorization", "Bearer "}}, 400, 6003, 6111},
         }) {
        CAPTURE(row.code);
        CAPTURE(row.chain);
        const Answer answer = with_headers(world, row.headers);
        CHECK(answer.status == row.status);
        CHECK(answer.code() == row.code);
        const Json& error = answer.body.at("errors").at(0);
        if (row.chain == 0)
            CHECK_FALSE(error.contains("error_chain"));
        else
            CHECK(error.at("error_chain").at(0).at("code") == row.chain);
    }
}

TEST_CASE("verifying a token succeeds with a message, and is for tokens only") {
    World world;
    const Fields token = {{"Authorization", "Bearer " + world.simulator().settings().token}};
    const Answer answer = with_headers(world, token, "/user/tokens/verify");
    CHECK(answer.status == 200);
    CHECK(answer.result().at("status") == "active");
    CHECK(answer.body.at("errors").empty());
    CHECK(answer.body.at("messages").at(0).at("code") == 10000);
    CHECK(world.call("GET", "/user/tokens/verify").status == 403);
}

TEST_CASE("revoked credentials are refused until they are valid again") {
    World world;
    world.control("PUT", "/credentials", {{"revoked", true}});
    CHECK(world.call("GET", "/user").code() == 9103);
    world.control("PUT", "/credentials", {{"revoked", false}});
    CHECK(world.call("GET", "/user").status == 200);
}
