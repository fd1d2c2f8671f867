// doctor: which credential, what it sees and may read, and what keeps the API away. It only reads.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;

namespace {

void expect(const Ended& ended, int exit_code, const std::string& says) {
    CHECK_MESSAGE(ended.exit_code == exit_code, ended.text());
    CHECK_MESSAGE(ended.text().contains(says), ended.text());
}

Json health(const Tenantry& tenantry, int exit_code) {
    const Ended ended = tenantry.run({"doctor", "--json"});
    REQUIRE_MESSAGE(ended.exit_code == exit_code, ended.text());
    return Json::parse(ended.out).at("health");
}

std::string verdict(const Json& health, const std::string& name) {
    for (const Json& check : health.at("checks")) {
        if (check.at("name") == name) return check.at("verdict");
    }
    return "none";
}

} // namespace

TEST_SUITE_BEGIN("doctor");

TEST_CASE("a healthy credential sees its tenants and may read, in about ten calls") {
    Simulator simulator(with_quirks(), {"--tenant", "3x2", "--units", "2"});
    const Workspace workspace;
    Tenantry tenantry(simulator, workspace);
    expect(tenantry.run({"doctor"}), Exit::done, "API token, active");
    CHECK(simulator.requests() <= 14);
    for (const auto& [endpoint, count] : simulator.requests_by_endpoint())
        CHECK_MESSAGE(endpoint.starts_with("GET "), endpoint);

    tenantry.environment.erase("CLOUDFLARE_API_TOKEN");
    tenantry.environment["CLOUDFLARE_EMAIL"] = simulator.email();
    tenantry.environment["CLOUDFLARE_API_KEY"] = simulator.key();
    const Json found = health(tenantry, Exit::done);
    CHECK(found.at("credential") == "key");
    CHECK(found.at("email") == simulator.email());
    CHECK(found.at("tenants").at(0).at("units").size() == 2);
    CHECK(found.at("accounts") == 3);
    CHECK(found.at("zones") == 6);
    CHECK(found.at("calls_left").get<int>() < 1200);
    for (const char* name :
         {"server", "credential", "user", "tenants", "accounts", "zones", "rate", "clock"}) {
        CHECK_MESSAGE(verdict(found, name) == "fine", name);
    }
}

TEST_CASE("above 500 accounts it says what reading costs") {
    Simulator simulator(with_quirks(), Words{"--tenant", "501x1"} + unlimited);
    const Workspace workspace;
    Tenantry tenantry(simulator, workspace);
    tenantry.unhurried();
    const Ended ended = tenantry.run({"doctor"});
    expect(ended, Exit::done, "501 visible; above 500, zones are listed account by account");
    expect(ended, Exit::done, "501 calls when all are managed, about 3 minutes");
    expect(ended, Exit::done, "no list of all zones above 500 accounts");
    expect(ended, Exit::done, "the API does not say how many calls are left");
}

TEST_CASE("a credential that may do nothing ends with 7") {
    Simulator simulator(with_quirks());
    const Workspace workspace;
    Tenantry tenantry(simulator, workspace);
    simulator.control("PUT", "/credentials", {{"revoked", true}});
    CHECK(health(tenantry, Exit::no_credential).at("result") == "refused");
    tenantry.environment.erase("CLOUDFLARE_API_TOKEN");
    expect(tenantry.run({"doctor"}), Exit::no_credential, "there is no credential");
    tenantry.environment["CLOUDFLARE_EMAIL"] = simulator.email();
    tenantry.environment["CLOUDFLARE_API_KEY"] = std::string(37, 'f');
    const Ended ended = tenantry.run({"doctor"});
    expect(ended, Exit::no_credential, "the API does not accept this pair");
    expect(ended, Exit::no_credential, "Not usable");
}

TEST_CASE(
    "a credential that is accepted and lacks every right ends with 1, as a plan with it does") {
    Simulator simulator;
    const Workspace workspace;
    workspace.write("manifests/a.yaml", customer("acme", "- {name: Acme}"));
    Tenantry tenantry(simulator, workspace);
    const auto refuse_all = [&](int status, const char* message) {
        Json answers = Json::array();
        for (const char* const path : {"/user", "/user/tenants", "/accounts", "/zones"})
            answers.push_back({{"method", "GET"},
                               {"path", path},
                               {"status", status},
                               {"code", 10000},
                               {"message", message}});
        simulator.set_faults({{"answers", answers}});
    };
    refuse_all(403, "Forbidden");
    const Ended ended = tenantry.run({"doctor"});
    expect(ended, Exit::error, "the credential is accepted and lacks the right to list accounts");
    expect(ended, Exit::error, "use the e-mail and API key of an administrator");
    CHECK(health(tenantry, Exit::error).at("result") == "without_rights");
    CHECK(tenantry.run({"plan"}).exit_code == Exit::error);
    // With 401, code 10000 speaks of the credential itself.
    refuse_all(401, "Authentication error");
    CHECK(health(tenantry, Exit::no_credential).at("result") == "refused");
    CHECK(tenantry.run({"plan"}).exit_code == Exit::no_credential);
}

TEST_CASE("a server that cannot be reached ends with 1, and says where to look") {
    const Workspace workspace;
    Simulator simulator(false, {"--tls", "--ca-out", workspace.path_of("ca.pem")});
    Simulator other(false, {"--tls", "--ca-out", workspace.path_of("other.pem")});
    Tenantry tenantry(simulator, workspace);
    expect(tenantry.run({"doctor", "--ca-file", "ca.pem"}), Exit::done, "Usable.");
    expect(tenantry.run({"doctor", "--ca-file", "other.pem"}), Exit::error, "name the file");
    expect(tenantry.run({"doctor", "--ca-file", "none.pem"}), Exit::usage, "none.pem");
    tenantry.environment["CLOUDFLARE_BASE_URL"] = "http://127.0.0.1:1/client/v4";
    tenantry.environment["HTTPS_PROXY"] = "http://proxy.example:3128";
    const Ended ended = tenantry.run({"doctor"});
    expect(ended, Exit::error, "check CLOUDFLARE_BASE_URL (http://127.0.0.1:1/client/v4)");
    expect(ended, Exit::error, "the proxy in HTTPS_PROXY is not used");
    CHECK(health(tenantry, Exit::error).at("result") == "unreachable");
}

TEST_CASE("a proxy's page instead of the API is told as such") {
    Simulator simulator;
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    simulator.set_faults({{"fault", "html=100%"}});
    expect(tenantry.run({"doctor"}), Exit::error, "something else than the API answers here");
}

TEST_SUITE_END();
