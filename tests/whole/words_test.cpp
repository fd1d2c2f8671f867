// What tenantry says about slips that people make: in the environment, in the address of the API,
// in the credential, and in what they name.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace tenantry::whole;

namespace {

struct World {
    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
};

void expect(const Ended& ended, int exit_code, const std::vector<std::string>& says) {
    CHECK_MESSAGE(ended.exit_code == exit_code, ended.text());
    for (const std::string& words : says)
        CHECK_MESSAGE(ended.err.contains(words), words << "\n" << ended.text());
}

} // namespace

TEST_SUITE_BEGIN("words");

TEST_CASE("a variable that belongs to no flag is told with the one that it means") {
    World world;
    write_sample(world.workspace);
    world.tenantry.environment["TENANTRY_PARALELISM"] = "4";
    world.tenantry.environment["TENANTRY_NOTHING_LIKE_IT"] = "1";
    world.tenantry.environment["TENANTRY_TIMEOUT"] = "30s"; // a flag, though not of validate
    const Ended ended = world.tenantry.run({"validate"});
    expect(ended, Exit::done,
           {"TENANTRY_PARALELISM belongs to no flag", "did you mean \"TENANTRY_PARALLELISM\"?",
            "TENANTRY_NOTHING_LIKE_IT belongs to no flag"});
    CHECK(!ended.err.contains("TENANTRY_TIMEOUT"));
}

TEST_CASE("a token beside an API key is used, and that is said") {
    World world;
    world.workspace.write("manifests/a.yaml", customer("acme", "- {name: Acme GmbH}"));
    CHECK(!world.tenantry.run({"plan"}).err.contains("both set"));
    world.tenantry.environment["CLOUDFLARE_EMAIL"] = "somebody@else.example";
    world.tenantry.environment["CLOUDFLARE_API_KEY"] = "0123456789abcdef0123456789abcdef01234";
    expect(world.tenantry.run({"plan"}), Exit::done,
           {"CLOUDFLARE_API_TOKEN and CLOUDFLARE_API_KEY are both set: the token is used"});
}

TEST_CASE("a credential that is refused is named by where it stands") {
    World world;
    write_sample(world.workspace);
    world.tenantry.environment["CLOUDFLARE_API_TOKEN"] = "no-such-token-0123456789abcdef0123456789";
    expect(world.tenantry.run({"plan"}), Exit::no_credential,
           {"the token in CLOUDFLARE_API_TOKEN", "tenantry doctor"});
    world.tenantry.use_key(world.simulator);
    world.tenantry.environment["CLOUDFLARE_API_KEY"] = "0123456789abcdef0123456789abcdef01234";
    expect(world.tenantry.run({"plan"}), Exit::no_credential,
           {"the e-mail and API key in CLOUDFLARE_EMAIL and CLOUDFLARE_API_KEY"});
}

TEST_CASE("an address that is not the API's says what is wrong with it") {
    World world;
    write_sample(world.workspace);
    const std::string url = world.simulator.url();
    const std::string server = url.substr(0, url.find("/client"));
    world.tenantry.environment["CLOUDFLARE_BASE_URL"] = server;
    const Ended without_path = world.tenantry.run({"plan"});
    expect(without_path, Exit::error,
           {server + " answers, but not as Cloudflare's API", "usually ends in /client/v4"});
    CHECK(!without_path.err.contains("trying again"));
    CHECK(world.tenantry.run({"doctor"}).out.contains("usually ends in /client/v4"));
    world.tenantry.environment["CLOUDFLARE_BASE_URL"] = "https" + url.substr(url.find(':'));
    const Ended encrypted = world.tenantry.run({"plan"});
    expect(encrypted, Exit::error, {"this port answers in plain HTTP"});
    CHECK(!encrypted.err.contains("trying again may help"));
    world.tenantry.environment["CLOUDFLARE_BASE_URL"] = "";
    expect(world.tenantry.run({"plan"}), Exit::usage, {"CLOUDFLARE_BASE_URL is set, but empty"});
}

TEST_CASE("show without a plan says what it takes") {
    World world;
    for (const bool with_manifests : {false, true}) {
        if (with_manifests) write_sample(world.workspace);
        expect(world.tenantry.run({"show"}), Exit::usage,
               {"show needs a saved plan, or --outputs", "tenantry show plan.json"});
    }
    CHECK(world.simulator.requests() == 0);
}

TEST_CASE("a zone in another visible account is found from the selection of one customer too") {
    World world;
    world.simulator.add_zone("acme.example", world.simulator.add_account({{"name", "Gym"}}));
    world.simulator.add_account({{"name", "Acme GmbH"}});
    world.simulator.add_zone("globex.example", world.simulator.add_account({{"name", "Globex"}}));
    world.workspace.write(
        "manifests/a.yaml",
        customer("acme", "- {name: Acme GmbH, zones: [{name: Acme.example}]}") +
            customer("globex", "- {name: Globex, zones: [{name: globex.example}]}"));
    const std::string said = "zone \"Acme.example\" exists already in account \"Gym\"";
    // Of both customers one is as wanted.
    expect(world.tenantry.run({"plan"}), Exit::partly, {said});
    for (const Words& selection :
         {Words{"--customer", "acme"}, Words{"--target", "acme/*/zone/acme.example"}})
        expect(world.tenantry.run(Words{"plan"} + selection), Exit::error, {said});
    // An account that does not exist yet, too.
    world.workspace.write("manifests/a.yaml",
                          customer("new", "- {name: New GmbH, zones: [{name: acme.example}]}"));
    expect(world.tenantry.run({"plan", "--customer", "new"}), Exit::error,
           {"exists already in account \"Gym\", which no manifest names", "add previously: [Gym]"});
}

TEST_CASE("a role that nobody has is told before the account is bought that it is for") {
    World world;
    world.workspace.write("manifests/a.yaml",
                          customer("acme", "- name: Acme GmbH\n"
                                           "  members: [{email: it@acme.example, roles: [Admin]}]\n"
                                           "  zones: [{name: acme.example, plan: pro}]"));
    // No account is visible whose roles could be looked at.
    expect(world.tenantry.run({"plan"}), Exit::done, {"shows when the account is there"});
    world.simulator.add_account({{"name", "Gym"}});
    world.simulator.add_account({{"name", "Globex"}});
    world.simulator.forget_requests();
    const Ended planned = world.tenantry.run({"plan"});
    expect(planned, Exit::error, {"no role has the name or id \"Admin\"", "did you mean"});
    long long roles = 0;
    for (const auto& [endpoint, count] : world.simulator.requests_by_endpoint())
        roles += endpoint.contains("/roles") ? count : 0;
    CHECK(roles == 1);
    world.simulator.forget_requests();
    CHECK(world.tenantry.apply().exit_code == Exit::error);
    CHECK(world.simulator.state().at("accounts").size() == 2);
}

TEST_CASE("the value of a variable that does not fit is told as that") {
    World world;
    world.workspace.write("operator.yaml", "apiVersion: tenantry/v1\nkind: Configuration\nspec:\n"
                                           "  variables: {env: [ABUSE, SSL]}\n");
    world.workspace.write(
        "manifests/a.yaml",
        customer("acme", "- name: Acme GmbH\n"
                         "  settings: {abuse_contact_email: \"${env:ABUSE}\"}\n"
                         "  zones: [{name: a.example, settings: {ssl: \"${env:SSL}\"}}]"));
    world.tenantry.environment["ABUSE"] = "nobody at all";
    world.tenantry.environment["SSL"] = "Strict";
    const Ended ended = world.tenantry.run({"validate", "--config", "operator.yaml"});
    expect(ended, Exit::usage,
           {"the value of the environment variable ABUSE is not an e-mail address",
            "the value of the environment variable SSL is not off or flexible or full or strict"});
    CHECK(!ended.err.contains("nobody at all"));
}

TEST_CASE("a server that is not there is named with its port and with what names it") {
    World world;
    write_sample(world.workspace);
    world.tenantry.environment["CLOUDFLARE_BASE_URL"] = "http://127.0.0.1:1/client/v4";
    expect(world.tenantry.run({"plan"}), Exit::error,
           {"no connection to 127.0.0.1:1: Connection refused",
            "check CLOUDFLARE_BASE_URL (http://127.0.0.1:1/client/v4)", "trying again may help"});
    world.tenantry.environment["CLOUDFLARE_BASE_URL"] = "https://no-such-host.invalid/client/v4";
    const Ended nowhere = world.tenantry.run({"plan"});
    expect(nowhere, Exit::error, {"no-such-host.invalid", "check CLOUDFLARE_BASE_URL"});
    // Without any name server nobody knows.
    if (nowhere.err.contains("authoritative)") && !nowhere.err.contains("non-authoritative"))
        CHECK_MESSAGE(!nowhere.err.contains("trying again may help"), nowhere.err);
    world.tenantry.environment["CLOUDFLARE_BASE_URL"] = "api.cloudflare.com/client/v4";
    expect(
        world.tenantry.run({"plan"}), Exit::usage,
        {"must begin with https://", "it stands in the environment variable CLOUDFLARE_BASE_URL"});
    world.workspace.write("operator.yaml", "apiVersion: tenantry/v1\nkind: Configuration\nspec:\n"
                                           "  api: {url: api.cloudflare.com}\n");
    expect(world.tenantry.run({"plan", "--config", "operator.yaml"}), Exit::usage,
           {"it stands under spec.api.url in operator.yaml"});
}

TEST_CASE("a plan file stands alone, and is known for one wherever it is given") {
    World world;
    world.workspace.write("manifests/a.yaml", customer("acme", "- {name: Acme GmbH}"));
    CHECK(world.tenantry.run({"plan", "--out", "plan.json"}).exit_code == Exit::done);
    const std::vector<Words> runs = {{"apply", "plan.json", "manifests"},
                                     {"apply", "--auto-approve", "plan.json", "manifests"},
                                     {"apply", "manifests", "plan.json"}};
    for (const Words& run : runs) {
        expect(world.tenantry.run(run), Exit::usage,
               {"a plan file stands alone: \"plan.json\" is one", "tenantry apply plan.json"});
    }
    for (const Words& run :
         {Words{"show", "--outputs", "plan.json"}, Words{"validate", "plan.json"},
          Words{"plan", "plan.json", "manifests"}}) {
        const Ended ended = world.tenantry.run(run);
        expect(ended, Exit::usage,
               {"this is a saved plan, not a manifest", "tenantry show plan.json"});
        CHECK(!ended.err.contains("kind: Customer"));
    }
}

TEST_CASE("the operator's file and manifests are told apart") {
    World world;
    write_sample(world.workspace);
    world.workspace.write("tenant.yaml",
                          "apiVersion: tenantry/v1\nkind: Tenant\nspec: {program: agency}\n");
    const Ended ended = world.tenantry.run({"validate", "--config", "tenant.yaml"});
    expect(
        ended, Exit::usage,
        {"this is a Tenant document, and --config takes the operator's file (kind: Configuration)",
         "manifests are arguments: tenantry validate tenant.yaml"});
    CHECK_MESSAGE(!ended.err.contains("helper"), ended.err);
    const std::string head = "apiVersion: tenantry/v1\nkind: Configuration\nspec:\n";
    world.workspace.write("operator.yaml", head + "  credential: {email: a@b.example, key: x}\n"
                                                  "  variables: [ABUSE]\n");
    const Ended shapes = world.tenantry.run({"validate", "--config", "operator.yaml"});
    expect(shapes, Exit::usage, {"write {env: NAME}", "write {env: [NAME]}"});
    CHECK(!shapes.err.contains("a@b.example"));
    expect(world.tenantry.run({"validate", "operator.yaml"}), Exit::usage,
           {"this is the operator's file, not a manifest", "--config"});
    world.tenantry.environment["TENANTRY_CONFIG"] = "missing.yaml";
    expect(world.tenantry.run({"validate"}), Exit::usage,
           {"cannot read the configuration \"missing.yaml\"",
            "the environment variable TENANTRY_CONFIG names it"});
}

TEST_CASE("validate says which settings contradict each other") {
    World world;
    world.workspace.write("manifests/a.yaml",
                          customer("acme", "- name: Acme GmbH\n"
                                           "  zones: [{name: a.example, settings: {0rtt: on, "
                                           "tls_1_3: off}}]"));
    const Ended ended = world.tenantry.run({"validate"});
    expect(ended, Exit::usage,
           {"0rtt is on and tls_1_3 is off: early data needs TLS 1.3", "manifests/a.yaml:"});
    CHECK_MESSAGE(ended.err.find("early data needs") == ended.err.rfind("early data needs"),
                  ended.err);
}

TEST_SUITE_END();
