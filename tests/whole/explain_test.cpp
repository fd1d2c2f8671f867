// explain tells where a value came from, what is live, why there is a step or none, and which run
// applied it; it reads what the question is about, and writes nothing.
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tenantry::whole;

namespace {

constexpr const char* shared = R"(apiVersion: tenantry/v1
kind: Tenant
spec:
  defaults: {zone: {settings: {ssl: flexible}}}
---
apiVersion: tenantry/v1
kind: Profile
metadata: {name: smb}
spec:
  defaults:
    account: {settings: {abuse_contact_email: "${env:ABUSE}"}}
    zone: {settings: {ssl: full}}
)";

constexpr const char* acme = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  profiles: [smb]
  accounts:
    - name: Acme GmbH
      zones:
        - {name: acme.example, settings: {ssl: strict}}
)";

constexpr const char* globex = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: globex}
spec:
  accounts:
    - {name: Globex, members: [{email: a@globex.example, roles: [Administrator]}]}
)";

constexpr const char* operators_file = R"(apiVersion: tenantry/v1
kind: Configuration
spec:
  variables: {env: [ABUSE]}
  pace: {identity: "off", address: "off"}
  retry: {tries: 1, first_wait: 1ms}
)";

struct ExplainWorld {
    ExplainWorld() : simulator(with_quirks()), tenantry(simulator, workspace) {
        workspace.write("manifests/shared.yaml", shared);
        workspace.write("manifests/acme.yaml", acme);
        workspace.write("manifests/globex.yaml", globex);
        workspace.write("operator.yaml", operators_file);
        tenantry.environment["TENANTRY_CONFIG"] = "operator.yaml";
        tenantry.environment["TENANTRY_LEDGER"] = "ledger.sqlite";
        tenantry.environment["ABUSE"] = secret;
    }

    Json explain(const Words& question) {
        const Ended ended = tenantry.run(Words{"explain", "--json"} + question);
        REQUIRE_MESSAGE(ended.exit_code == Exit::done, ended.text());
        return Json::parse(ended.out).at("explanation");
    }
    Json field(const Words& question) {
        const Json told = explain(question);
        REQUIRE(told.at("resources").size() == 1);
        REQUIRE(told.at("resources").at(0).at("fields").size() == 1);
        return told.at("resources").at(0).at("fields").at(0);
    }

    const std::string secret = "abuse-4711@nordlicht.example";
    const std::string zone = "acme/Acme GmbH/zone/acme.example";
    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry;
};

} // namespace

TEST_SUITE_BEGIN("explain");

TEST_CASE("a value is told with its layers, its step and the run that applied it") {
    ExplainWorld world;
    REQUIRE(world.tenantry.apply().exit_code == Exit::done);
    const Json runs = Json::parse(world.tenantry.run({"history", "--json"}).out).at("runs");
    world.workspace.write(
        "manifests/acme.yaml",
        std::string(acme).replace(std::string(acme).find("strict"), 6, "\"off\""));
    const Json ssl = world.field({world.zone, "settings.ssl"});
    CHECK(ssl.at("wanted") == "off");
    CHECK(ssl.at("live") == "strict");
    CHECK(ssl.at("verdict") == "changes");
    REQUIRE(ssl.at("layers").size() == 3);
    CHECK(ssl.at("layers").at(0).at("layer") == "customer");
    CHECK(ssl.at("layers").at(0).at("position").at("line") == 9);
    CHECK(ssl.at("layers").at(1).at("profile") == "smb");
    CHECK(ssl.at("layers").at(1).at("value") == "full");
    CHECK(ssl.at("layers").at(2).at("layer") == "tenant");
    CHECK(ssl.at("layers").at(2).at("effect") == "overridden");
    CHECK(ssl.at("applied").at("value") == "strict");
    CHECK(ssl.at("applied").at("run") == runs.back().at("run"));
    CHECK(ssl.at("agreed").at("value") == "strict");

    // The plan says the same.
    const Json plan = world.tenantry.plan();
    REQUIRE(plan.at("steps").size() == 1);
    CHECK(plan.at("steps").at(0).at("fields").at(0).at("field") == "ssl");
}

TEST_CASE("of a variable only the name is told") {
    ExplainWorld world;
    REQUIRE(world.tenantry.apply().exit_code == Exit::done);
    const Ended text = world.tenantry.run({"explain", "acme/Acme GmbH", "settings"});
    REQUIRE_MESSAGE(text.exit_code == Exit::done, text.text());
    CHECK(text.out.contains("${env:ABUSE}"));
    CHECK(text.out.contains("(not shown)"));
    const Json field = world.field({"acme/Acme GmbH", "settings.abuse_contact_email"});
    CHECK(field.at("live_hidden") == true);
    CHECK(field.at("verdict") == "as_wanted");
    CHECK_FALSE((text.text() + field.dump()).contains(world.secret));
}

TEST_CASE("of a customer a field is asked for as its manifest has it") {
    ExplainWorld world;
    for (const char* field : {"ssl", "settings.ssl"}) {
        const Json told = world.explain({"acme", field});
        REQUIRE(told.at("resources").size() == 1);
        CHECK(told.at("resources")[0].at("address") == world.zone + "/settings");
    }
}

TEST_CASE("its customer is read as plan reads it, and nothing is written") {
    ExplainWorld world;
    REQUIRE(world.tenantry.apply().exit_code == Exit::done);
    world.simulator.forget_requests();
    world.explain({world.zone, "paused"});
    const auto asked = world.simulator.requests_by_endpoint();
    for (const auto& [endpoint, count] : asked)
        CHECK_MESSAGE(endpoint.starts_with("GET "), endpoint);
    world.simulator.forget_requests();
    world.tenantry.run({"plan", "--customer", "acme"});
    CHECK(asked == world.simulator.requests_by_endpoint());
}

TEST_CASE("a slip in a question ends with 64 before anything is sent") {
    ExplainWorld world;
    const auto expect = [&](const Words& question, const std::string& says) {
        const Ended ended = world.tenantry.run(Words{"explain"} + question);
        CHECK_MESSAGE(ended.exit_code == Exit::usage, ended.text());
        CHECK_MESSAGE(ended.err.contains(says), ended.text());
    };
    expect({}, "explain takes an address");
    expect({"acme/Acme GmbH/zone/acme.exampel"},
           "did you mean \"acme/Acme GmbH/zone/acme.example\"?");
    expect({"amce"}, "did you mean \"acme\"?");
    expect({world.zone, "settings.sssl"}, "did you mean \"ssl\"?");
    expect({world.zone, "--manifests", "nowhere"}, "nowhere");
    CHECK(world.simulator.requests() == 0);
}

TEST_SUITE_END();
