#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

const Json one_role = Json::array({"05784afa30c1afe1440e79d9351c7430"});

struct BadRequest {
    std::string method;
    std::string target;
    Json body;
    std::string pointer;
};

} // namespace

TEST_CASE("an error names the field of the body that is to blame, and a page about it") {
    World world;
    const std::string account = "/accounts/" + world.account("Acme");
    const std::string id = account.substr(10);
    const std::string zone = "/zones/" + world.zone("acme.example", id);
    const std::string long_text(121, 'x');
    for (const BadRequest& row : {
             BadRequest{"POST", "/accounts", {{"name", 1}}, "/name"},
             BadRequest{"POST", "/accounts", {{"name", "A"}, {"type", "big"}}, "/type"},
             BadRequest{"POST", "/accounts", {{"name", "A"}, {"unit", {{"id", 1}}}}, "/unit/id"},
             BadRequest{"POST",
                        "/accounts",
                        {{"name", "A"}, {"business_name", long_text}},
                        "/business_name"},
             BadRequest{"PUT", account, {{"name", ""}}, "/name"},
             BadRequest{"PUT", account, {{"name", "A"}, {"settings", 1}}, "/settings"},
             BadRequest{"PUT",
                        account,
                        {{"name", "A"}, {"settings", {{"enforce_twofactor", 1}}}},
                        "/settings/enforce_twofactor"},
             BadRequest{"PUT",
                        account,
                        {{"name", "A"}, {"settings", {{"abuse_contact_email", 1}}}},
                        "/settings/abuse_contact_email"},
             BadRequest{"PUT", account + "/profile", {{"business_name", "A"}}, "/business_address"},
             BadRequest{
                 "POST", account + "/members", {{"email", 1}, {"roles", one_role}}, "/email"},
             BadRequest{"POST", account + "/members", {{"email", "a@b.example"}}, "/roles"},
             BadRequest{"POST",
                        account + "/members",
                        {{"email", "a@b.example"}, {"roles", one_role}, {"status", "x"}},
                        "/status"},
             BadRequest{"POST",
                        account + "/members",
                        {{"email", "a@too-many.example"}, {"roles", one_role}},
                        "/email"},
             BadRequest{"POST", account + "/access/users", {{"email", "jane"}}, "/email"},
             BadRequest{"POST", "/zones", {{"account", {{"id", id}}}}, "/name"},
             BadRequest{"POST", "/zones", {{"name", "a.example"}}, "/account/id"},
             BadRequest{"PATCH", zone, {{"paused", "yes"}}, "/paused"},
             BadRequest{"PATCH", zone + "/settings/ssl", {{"value", "x"}}, "/value"},
             BadRequest{
                 "POST", zone + "/subscription", {{"frequency", "monthly"}}, "/rate_plan/id"},
             BadRequest{"POST", "/users", {{"email", "nobody"}}, "/email"},
         }) {
        CAPTURE(row.target);
        CAPTURE(row.pointer);
        const Answer refused = world.call(row.method, row.target, row.body);
        CHECK(refused.status == 400);
        const Json& error = refused.body.at("errors").at(0);
        CHECK(error.at("source") == Json{{"pointer", row.pointer}});
        CHECK(error.at("documentation_url") == "https://developers.cloudflare.com/api/");
    }
}

TEST_CASE("an error that no field is to blame for names none") {
    World world;
    const Json error = world.call("GET", "/zones/nope").body.at("errors").at(0);
    CHECK_FALSE(error.contains("source"));
    CHECK_FALSE(error.contains("documentation_url"));
}
