// Exit codes are a contract with pipelines: the cases of each, and what must not have been sent.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;

namespace {

/// A way to start tenantry, and how it has to end.
struct Row {
    std::string what = {};
    Words arguments = {};
    int exit_code = 0;
    std::string says = {}; // on stderr
};

/// Manifests with one thing in them.
void write_manifest(const Workspace& workspace, const std::string& text) {
    workspace.remove("manifests");
    workspace.write("manifests/a.yaml", text);
}

void expect(const Ended& ended, const Row& row) {
    CAPTURE(row.what);
    CHECK_MESSAGE(ended.exit_code == row.exit_code, ended.text());
    CHECK_MESSAGE(ended.err.contains(row.says), ended.text());
}

} // namespace

TEST_SUITE_BEGIN("exit_codes");

TEST_CASE("a wrong command line ends with 64, says what was meant and sends nothing") {
    Simulator simulator;
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    const std::vector<Row> rows = {
        {"no command", {}, Exit::usage, "no command given"},
        {"unknown command", {"aply"}, Exit::usage, "did you mean \"apply\"?"},
        {"nothing like a command", {"frobnicate"}, Exit::usage, "unknown command \"frobnicate\""},
        {"unknown flag", {"plan", "--frobnicate"}, Exit::usage, "--frobnicate"},
        {"flag of another command", {"plan", "--auto-approve"}, Exit::usage, "--auto-approve"},
        {"no value", {"plan", "--customer"}, Exit::usage, "--customer"},
        {"unknown format", {"plan", "--output", "jsn"}, Exit::usage, "did you mean \"json\"?"},
        {"no file", {"plan", "--output", "json="}, Exit::usage, "no file after"},
        {"two to stdout", {"plan", "--json", "--output", "text"}, Exit::usage, "only one"},
        {"no time", {"plan", "--timeout", "soon"}, Exit::usage, "--timeout"},
        {"too parallel", {"plan", "--parallelism", "1000"}, Exit::usage, "--parallelism"},
        {"no paths", {"plan", "nowhere"}, Exit::usage, "\"nowhere\" does not exist"},
        {"no configuration", {"plan", "--config", "no.yaml"}, Exit::usage, "no.yaml"},
        {"a secret as flag", {"plan", "--token", "x"}, Exit::usage, "--token"},
        {"nobody to ask", {"apply"}, Exit::usage, "--auto-approve"},
        {"nobody to ask, as JSON", {"apply", "--json"}, Exit::usage, "--auto-approve"},
    };
    for (const Row& row : rows)
        expect(tenantry.run(row.arguments), row);
    CHECK(simulator.requests() == 0);
}

TEST_CASE("a flag wins over its environment variable") {
    Simulator simulator(with_quirks(), sample_tenant);
    const Workspace workspace;
    write_sample(workspace);
    Tenantry tenantry(simulator, workspace);
    tenantry.environment["TENANTRY_PARALLELISM"] = "1000";
    tenantry.environment["TENANTRY_CUSTOMER"] = "globex";
    expect(tenantry.run({"plan"}), {"variable", {}, Exit::usage, "1000"});
    expect(tenantry.run({"plan", "--parallelism", "2"}), {"flag", {}, Exit::done, ""});
    tenantry.environment.erase("TENANTRY_PARALLELISM");
    CHECK(tenantry.plan().at("customers") == 1);
    const Json plan = tenantry.plan({"--customer", "acme"});
    CHECK(plan.at("steps").at(0).at("customer") == "acme");
}

TEST_CASE("a manifest error ends every command with 64 and sends nothing") {
    Simulator simulator;
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    for (const char* text : {"kind: Custmer", "a: [", "a: &a [*a]",
                             "apiVersion: tenantry/v1\nkind: Customer\nspec: {}"}) {
        write_manifest(workspace, text);
        for (const Words& command :
             {Words{"validate"}, Words{"plan"}, Words{"drift"}, Words{"apply", "--auto-approve"}}) {
            const Ended ended = tenantry.run(command);
            expect(ended, {text, command, Exit::usage, "error: "});
            expect(ended, {text, command, Exit::usage, "manifests/a.yaml:"});
        }
    }
    CHECK(simulator.requests() == 0);
}

TEST_CASE("without a usable credential it ends with 7") {
    Simulator simulator(with_quirks(), sample_tenant);
    const Workspace workspace;
    write_sample(workspace);
    Tenantry tenantry(simulator, workspace);
    const Row none = {"none", {"plan"}, Exit::no_credential, "CLOUDFLARE_API_TOKEN"};

    tenantry.environment.erase("CLOUDFLARE_API_TOKEN");
    expect(tenantry.run({"plan"}), none);
    expect(tenantry.run({"plan", "--json"}), none);
    expect(tenantry.apply(), none);
    tenantry.environment["CLOUDFLARE_EMAIL"] = simulator.email();
    expect(tenantry.run({"plan"}), {"half", {}, Exit::no_credential, "no API key"});
    CHECK(simulator.requests() == 0);

    tenantry.environment["CLOUDFLARE_API_KEY"] = simulator.key();
    CHECK(tenantry.run({"plan"}).exit_code == Exit::done);
    tenantry.environment["CLOUDFLARE_API_KEY"] = std::string(37, 'f');
    expect(tenantry.run({"plan"}), {"wrong", {}, Exit::no_credential, "error: "});

    tenantry.environment["CLOUDFLARE_API_KEY"] = simulator.key();
    simulator.control("PUT", "/credentials", {{"revoked", true}});
    expect(tenantry.run({"plan"}), {"revoked", {}, Exit::no_credential, "error: "});
    expect(tenantry.apply(), {"revoked", {}, Exit::no_credential, "error: "});
    expect(tenantry.run({"drift", "--json"}), {"revoked", {}, Exit::no_credential, "error: "});
}

TEST_CASE("a server that is not there ends it with 1") {
    Simulator simulator;
    const Workspace workspace;
    write_sample(workspace);
    Tenantry tenantry(simulator, workspace);
    tenantry.environment["CLOUDFLARE_BASE_URL"] = "http://127.0.0.1:1/client/v4";
    for (const char* command : {"plan", "drift"}) {
        expect(tenantry.run({command}), {"unreachable", {}, Exit::error, "GET /accounts"});
    }
    expect(tenantry.apply(), {"unreachable", {}, Exit::error, "GET /accounts"});
}

TEST_CASE("differences end a plan and a drift with 2 only when asked") {
    Simulator simulator(with_quirks(), sample_tenant);
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    for (const char* command : {"plan", "drift"}) {
        expect(tenantry.run({command}), {command, {}, Exit::done, ""});
        expect(tenantry.run({command, "--detailed-exitcode"}),
               {command, {}, Exit::differences, ""});
    }
    REQUIRE(tenantry.apply().exit_code == Exit::done);
    for (const char* command : {"plan", "drift"})
        expect(tenantry.run({command, "--detailed-exitcode"}), {command, {}, Exit::done, ""});
    // What is in no manifest is drift, but nothing to do.
    simulator.add_account({{"name", "Stranger"}});
    expect(tenantry.run({"plan", "--detailed-exitcode"}), {"unmanaged", {}, Exit::done, ""});
    expect(tenantry.run({"drift", "--detailed-exitcode"}),
           {"unmanaged", {}, Exit::differences, ""});
}

TEST_CASE("a customer who cannot be planned makes it 3, and 1 when there is no other") {
    Simulator simulator(with_quirks());
    simulator.add_zone("taken.example", simulator.add_account({{"name", "Owner"}}));
    simulator.add_account({{"name", "Bad"}});
    simulator.add_account({{"name", "Worse"}});
    simulator.add_account({{"name", "Twin"}});
    simulator.add_account({{"name", "Twin"}});
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    const std::string bad = customer("bad", "- {name: Bad, zones: [{name: taken.example}]}");
    const std::string worse = customer("worse", "- {name: Worse, zones: []}");
    const std::string good = customer("good", "- {name: Good}");

    write_manifest(workspace, bad + worse + good);
    expect(tenantry.run({"plan"}), {"plan", {}, Exit::partly, "exists already in account"});
    expect(tenantry.run({"plan", "--detailed-exitcode"}), {"detailed", {}, Exit::partly, ""});
    expect(tenantry.run({"drift"}), {"drift", {}, Exit::partly, ""});
    expect(tenantry.apply(), {"apply", {}, Exit::partly, "exists already in account"});
    expect(tenantry.apply(), {"again", {}, Exit::partly, "exists already in account"});
    CHECK(outline(simulator.state()).contains("/ Good "));

    write_manifest(workspace, customer("nowhere", "- {name: Bad, unit: nowhere}") +
                                  customer("twin", "- {name: Twin}"));
    expect(tenantry.run({"plan"}), {"plan", {}, Exit::error, "no unit has the name"});
    expect(tenantry.run({"drift"}), {"drift", {}, Exit::error, "2 live accounts have the name"});
    expect(tenantry.apply(), {"apply", {}, Exit::error, "2 live accounts have the name"});
}

TEST_CASE("steps that fail make it 3, and 1 when nothing else was done") {
    Simulator simulator(with_quirks());
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    const std::string bad = customer("bad", "- {name: Bad, zones: [{name: a.blocked.example}]}");
    write_manifest(workspace, bad);
    expect(tenantry.apply(), {"some done", {}, Exit::partly, ""});
    expect(tenantry.apply(), {"none done", {}, Exit::error, ""});
    write_manifest(workspace, bad + customer("good", "- {name: Good}"));
    expect(tenantry.apply(), {"others done", {}, Exit::partly, ""});
}

TEST_CASE("one cause that stopped all customers with steps has its own code, two make it 1") {
    Simulator simulator(with_quirks());
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    const auto buys = [](const std::string& name, const std::string& plan) {
        return customer(name, "- {name: " + name + ", zones: [{name: " + name +
                                  ".example, plan: " + plan + "}]}");
    };
    const std::string idle = customer("idle", "- {name: idle}");
    write_manifest(workspace, idle + buys("one", "business") + buys("two", "pro"));
    REQUIRE(tenantry.apply().exit_code == Exit::done);

    // Who has nothing to do does not count.
    write_manifest(workspace, idle + buys("one", "pro") + buys("two", "pro"));
    expect(tenantry.run({"plan"}), {"plan", {}, Exit::guarded, "--allow-downgrade"});
    expect(tenantry.apply(), {"all", {}, Exit::guarded, "--allow-downgrade"});
    write_manifest(workspace, idle + buys("one", "pro") + buys("two", "business"));
    expect(tenantry.run({"plan", "--detailed-exitcode"}), {"plan", {}, Exit::partly, ""});
    REQUIRE(tenantry.run({"plan", "--out", "p.json"}).exit_code == Exit::partly);
    simulator.control("PATCH", "/zone-subscriptions/by-name/two.example",
                      {{"rate_plan", {{"id", "PARTNERS_ENT"}}}});
    expect(tenantry.run({"apply", "p.json"}), {"both", {}, Exit::error, "has moved since"});
    expect(tenantry.run({"apply", "p.json", "--allow-downgrade"}),
           {"stale only", {}, Exit::partly, "has moved since"});
    // One is done by then, the other is still not what was looked at.
    expect(tenantry.run({"apply", "p.json", "--allow-downgrade"}),
           {"done and stale", {}, Exit::partly, "has moved since"});
    // A usage error comes first, then the credential.
    expect(tenantry.run({"apply", "p.json", "--checksum", "x"}), {"usage", {}, Exit::usage, ""});
    simulator.control("PUT", "/credentials", {{"revoked", true}});
    expect(tenantry.run({"apply", "p.json"}), {"revoked", {}, Exit::no_credential, ""});
    expect(tenantry.run({"show", "p.json"}), {"offline", {}, Exit::done, ""});
}

TEST_SUITE_END();
