// --selector: only customers with these labels are read, judged and changed.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;

namespace {

void expect(const Ended& ended, int exit_code, const std::string& says) {
    CHECK_MESSAGE(ended.exit_code == exit_code, ended.text());
    CHECK_MESSAGE(ended.err.contains(says), ended.text());
}

} // namespace

TEST_SUITE_BEGIN("selection");

TEST_CASE("labels select the customers of a run") {
    Simulator simulator(with_quirks(), sample_tenant);
    const Workspace workspace;
    write_sample(workspace); // acme is gold, globex has no label
    Tenantry tenantry(simulator, workspace);
    CHECK(tenantry.plan({"--selector", "!tier"}).at("create") == 2);
    CHECK(tenantry.plan({"--selector", "tier", "--selector", "tier=gold"}).at("create") == 5);
    CHECK(tenantry.plan({"--selector", "tier", "--customer", "globex"}).at("create") == 0);
    tenantry.environment["TENANTRY_SELECTOR"] = "tier=gold";
    CHECK(tenantry.apply().exit_code == Exit::done);
    CHECK(tenantry.has_nothing_to_do());
    CHECK(tenantry.drift().at("findings").empty());
    tenantry.environment.erase("TENANTRY_SELECTOR");
    const Json rest = tenantry.plan();
    CHECK(rest.at("create") == 2);
    CHECK(rest.at("steps").at(0).at("customer") == "globex");
}

TEST_CASE("a selector that is a slip ends the run with 64 before anything is sent") {
    Simulator simulator;
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    for (const Words& command : {Words{"plan"}, Words{"drift"}, Words{"apply", "--auto-approve"}}) {
        expect(tenantry.run(command + Words{"--selector", "teir=gold"}), Exit::usage,
               "did you mean \"tier\"?");
        expect(tenantry.run(command + Words{"--selector", "tier=golden"}), Exit::usage,
               "did you mean \"gold\"?");
        expect(tenantry.run(command + Words{"--selector", "tier in (gold)"}), Exit::usage,
               "--selector: \"tier in (gold)\" is no label");
        expect(tenantry.run(command + Words{"--selector", "tier=gold,"}), Exit::usage,
               "write key=value, key!=value, key or !key");
    }
    CHECK(simulator.requests() == 0);
}

TEST_SUITE_END();
