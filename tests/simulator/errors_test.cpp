#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

const Json role = Json::array({"05784afa30c1afe1440e79d9351c7430"});

struct Row {
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
    for (const Row& row : {
             Row{"POST", "/accounts", {{"name", 1}}, "/name"},
             Row{"POST", "/accounts", {{"name", "A"}, {"type", "big"}}, "/type"},
             Row{"POST", "/accounts", {{"name", "A"}, {"unit", {{"id", 1}}}}, "/unit/id"},
             Row{"POST",
                 "/accounts",
                 {{"name", "A"}, {"business_name", long_text}},
                 "/business_name"},
             Row{"PUT", account, {{"name", ""}}, "/name"},
             Row{"PUT", account, {{"name", "A"}, {"settings", 1}}, "/settings"},
             Row{"PUT",
                 account,
                 {{"name", "A"}, {"settings", {{"enforce_twofactor", 1}}}},
                 "/settings/enforce_twofactor"},
             Row{"PUT",
                 account,
                 {{"name", "A"}, {"settings", {{"abuse_contact_email", 1}}}},
                 "/settings/abuse_contact_email"},
             Row{"PUT", account + "/profile", {{"business_name", "A"}}, "/business_address"},
             Row{"POST", account + "/members", {{"email", 1}, {"roles", role}}, "/email"},
             Row{"POST", account + "/members", {{"email", "a@b.example"}}, "/roles"},
             Row{"POST",
                 account + "/members",
                 {{"email", "a@b.example"}, {"roles", role}, {"status", "x"}},
                 "/status"},
             Row{"POST",
                 account + "/members",
                 {{"email", "a@too-many.example"}, {"roles", role}},
                 "/email"},
             Row{"POST", account + "/access/users", {{"email", "jane"}}, "/email"},
             Row{"POST", "/zones", {{"account", {{"id", id}}}}, "/name"},
             Row{"POST", "/zones", {{"name", "a.example"}}, "/account/id"},
             Row{"PATCH", zone, {{"paused", "yes"}}, "/paused"},
             Row{"PATCH", zone + "/settings/ssl", {{"value", "x"}}, "/value"},
             Row{"POST", zone + "/subscription", {{"frequency", "monthly"}}, "/rate_plan/id"},
             Row{"POST", "/users", {{"email", "nobody"}}, "/email"},
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
