// ${env:NAME} in manifests: only what the operator's configuration allows, never shown, sent as
// the text it is.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;

namespace {

constexpr const char* configuration = R"(apiVersion: tenantry/v1
kind: Configuration
spec:
  pace: {identity: "off", address: "off"}
  variables: {env: [PARTNER_DOMAIN, ABUSE]}
)";

void expect(const Ended& ended, int exit_code, const std::string& says) {
    CHECK_MESSAGE(ended.exit_code == exit_code, ended.text());
    CHECK_MESSAGE(ended.text().contains(says), ended.text());
}

void write_manifest(const Workspace& workspace, const std::string& contact) {
    workspace.write("manifests/a.yaml",
                    customer("acme", "- name: Acme\n  settings: {abuse_contact_email: \"" +
                                         contact +
                                         "\"}\n  zones: [{name: \"a.${env:PARTNER_DOMAIN}\"}]"));
}

} // namespace

TEST_SUITE_BEGIN("variables");

TEST_CASE("variables that the configuration allows are sent and not shown") {
    Simulator simulator(with_quirks());
    const Workspace workspace;
    Tenantry tenantry(simulator, workspace);
    workspace.write("operator.yaml", configuration);
    write_manifest(workspace, "${env:ABUSE}");
    tenantry.environment["TENANTRY_CONFIG"] = "operator.yaml";
    tenantry.environment["PARTNER_DOMAIN"] = "partner.example";
    tenantry.environment["ABUSE"] = "hidden@partner.example";

    expect(tenantry.run({"validate"}), Exit::done, "Valid: 1 customer, 2 resources");
    const Ended plan = tenantry.run({"plan", "--output", "text", "--output", "json=plan.json"});
    expect(plan, Exit::done, "\"${env:ABUSE}\"");
    expect(plan, Exit::done, "+ Acme/zone/a.partner.example");
    const std::string json = workspace.read("plan.json");
    CHECK(json.contains("\"after\": \"${env:ABUSE}\""));
    CHECK(tenantry.apply().exit_code == Exit::done);
    const Json account = simulator.state().at("accounts").at(0);
    CHECK(account.at("settings").at("abuse_contact_email") == "hidden@partner.example");
    CHECK(tenantry.has_nothing_to_do());

    simulator.change_account("Acme", {{"settings", {{"abuse_contact_email", "x@y.example"}}}});
    const Ended drift = tenantry.run({"drift"});
    // Somebody else put it there, or the variable held it before: nobody can tell.
    expect(drift, Exit::done, "live (not shown), wanted \"${env:ABUSE}\"");
    const Ended applied = tenantry.apply();
    expect(applied, Exit::done, "-> \"${env:ABUSE}\"");
    for (const std::string& text : {plan.text(), json, drift.text(), applied.text()})
        CHECK_MESSAGE(!text.contains("hidden@"), text);
    for (const std::string& text : {drift.text(), applied.text()})
        CHECK_MESSAGE(!text.contains("x@y"), text);
}

TEST_CASE("a manifest reads no other variable") {
    Simulator simulator;
    const Workspace workspace;
    Tenantry tenantry(simulator, workspace);
    tenantry.environment["PARTNER_DOMAIN"] = "partner.example";
    write_manifest(workspace, "x@${env:CLOUDFLARE_API_TOKEN}.example");
    tenantry.environment.erase("TENANTRY_CONFIG");
    const Words apply = {"apply", "--auto-approve"};
    for (const Words& command : {Words{"validate"}, Words{"plan"}, Words{"drift"}, apply}) {
        expect(tenantry.run(command), Exit::usage, "name the operator's configuration");
        expect(tenantry.run(command + Words{"--config", "quick.yaml"}), Exit::usage,
               "write variables: {env: [CLOUDFLARE_API_TOKEN]} under spec in quick.yaml");
    }
    workspace.write("operator.yaml", configuration);
    expect(tenantry.run({"validate", "--config", "operator.yaml"}), Exit::usage,
           "\"CLOUDFLARE_API_TOKEN\" is not allowed here");
    write_manifest(workspace, "${env:ABUSE}");
    expect(tenantry.run({"validate", "--config", "operator.yaml"}), Exit::usage,
           "\"ABUSE\" is not set, or empty");
    CHECK(simulator.requests() == 0);
}

TEST_CASE("validate tells what is wrong with the configuration") {
    Simulator simulator;
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    write_sample(workspace);
    workspace.write("operator.yaml", "apiVersion: tenantry/v1\nkind: Configuration\nspec:\n"
                                     "  variables: {env: [\"A*\", \"${env:A}\"]}\n");
    const Ended ended = tenantry.run({"validate", "--config", "operator.yaml"});
    expect(ended, Exit::usage, "operator.yaml:4:21");
    expect(ended, Exit::usage, "operator.yaml:4:27");
    expect(ended, Exit::usage, "2 errors in 1 file");
    expect(tenantry.run({"validate", "--config", "none.yaml"}), Exit::usage, "none.yaml");
}

TEST_SUITE_END();
