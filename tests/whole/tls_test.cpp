// TLS: a server that nobody vouches for gets nothing, and a credential travels in the clear only
// within this machine.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;

TEST_SUITE_BEGIN("tls");

TEST_CASE("with the certificate of its authority a TLS server is trusted") {
    const Workspace workspace;
    Simulator simulator(with_quirks(),
                        sample_tenant + Words{"--tls", "--ca-out", workspace.path_of("ca.pem")});
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    REQUIRE(simulator.url().starts_with("https://"));
    const Ended ended = tenantry.apply({"--ca-file", "ca.pem"});
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    CHECK(tenantry.has_nothing_to_do({"--ca-file", "ca.pem"}));
}

TEST_CASE("a TLS server that nobody vouches for is refused before any request") {
    const Workspace workspace;
    const std::string record = workspace.path_of("record.jsonl");
    Simulator simulator(with_quirks(),
                        sample_tenant + Words{"--tls", "--ca-out", workspace.path_of("ca.pem"),
                                              "--record", record});
    Simulator other(false, {"--tls", "--ca-out", workspace.path_of("other.pem")});
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    for (const Words& trust : {Words{}, Words{"--ca-file", "other.pem"}}) {
        const Ended ended = tenantry.apply(trust);
        CHECK_MESSAGE(ended.exit_code == Exit::error, ended.text());
        CHECK_MESSAGE(ended.err.contains("certificate"), ended.text());
    }
    CHECK(workspace.read("record.jsonl") == "");
    tenantry.plan({"--ca-file", "ca.pem"});
    CHECK(workspace.read("record.jsonl") != ""); // so the record does record
}

TEST_CASE("a file of certificates that has none is refused") {
    Simulator simulator;
    const Workspace workspace;
    write_sample(workspace);
    workspace.write("empty.pem", "");
    Tenantry tenantry(simulator, workspace);
    tenantry.environment["CLOUDFLARE_BASE_URL"] = "https://127.0.0.1:1/client/v4";
    for (const char* file : {"empty.pem", "missing.pem"}) {
        const Ended ended = tenantry.run({"plan", "--ca-file", file});
        CHECK_MESSAGE(ended.exit_code == Exit::usage, ended.text());
        CHECK_MESSAGE(ended.err.contains(file), ended.text());
    }
}

TEST_CASE("without TLS no other machine is spoken to") {
    Simulator simulator;
    const Workspace workspace;
    write_sample(workspace);
    Tenantry tenantry(simulator, workspace);
    // 192.0.2.1 is nobody's address (RFC 5737); a name may lead anywhere.
    for (const char* url : {"http://192.0.2.1/client/v4", "http://api.example/client/v4",
                            "http://localhost.example/client/v4", "ftp://127.0.0.1/", "nonsense"}) {
        tenantry.environment["CLOUDFLARE_BASE_URL"] = url;
        const Ended ended = tenantry.run({"plan"});
        CAPTURE(url);
        CHECK_MESSAGE(ended.exit_code == Exit::usage, ended.text());
        CHECK(ended.took < std::chrono::seconds(5));
    }
}

TEST_SUITE_END();
