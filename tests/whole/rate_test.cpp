// Limits of the API: a run that needs more calls than they allow takes longer, and that is all.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;

namespace {

/// How many answers of that status the simulator recorded.
std::size_t answers(const Workspace& workspace, int status) {
    std::size_t count = 0;
    const std::string part = "\"status\":" + std::to_string(status);
    const std::string record = workspace.read("record.jsonl");
    for (auto at = record.find(part); at != std::string::npos; at = record.find(part, at + 1))
        ++count;
    return count;
}

} // namespace

TEST_SUITE_BEGIN("rate");

TEST_CASE("a plan over more calls than the limit allows ends without an error") {
    const Workspace workspace;
    Simulator simulator(with_quirks(), {"--tenant", "501x1", "--rate", "40/2s", "--record",
                                        workspace.path_of("record.jsonl")});
    write_live_tenant(workspace, simulator.state(), 10);
    Tenantry tenantry(simulator, workspace);
    tenantry.unhurried();
    CHECK(tenantry.has_nothing_to_do());
    CHECK(answers(workspace, 200) == 11 + 51);
    CHECK(answers(workspace, 429) == 0);
}

TEST_CASE("an apply over more calls than the limit allows does all of it") {
    const Workspace workspace;
    Simulator simulator(with_quirks(),
                        {"--rate", "20/1s", "--record", workspace.path_of("record.jsonl")});
    std::string accounts;
    for (int i = 0; i < 25; ++i)
        accounts += "- {name: Account " + std::to_string(i) + "}\n";
    workspace.write("manifests/a.yaml", customer("acme", accounts));
    Tenantry tenantry(simulator, workspace);
    tenantry.unhurried();
    CHECK(tenantry.apply().exit_code == Exit::done);
    CHECK(simulator.state().at("accounts").size() == 25);
    CHECK(answers(workspace, 429) == 0);
}

TEST_CASE("a limit that others use up is waited out as the API says") {
    const Workspace workspace;
    Simulator simulator(with_quirks(), {"--tenant", "60x1", "--rate", "20/2s", "--record",
                                        workspace.path_of("record.jsonl")});
    write_live_tenant(workspace, simulator.state());
    Tenantry tenantry(simulator, workspace);
    tenantry.unhurried();
    for (int i = 0; i < 20; ++i)
        simulator.api("GET", "/accounts");
    CHECK(tenantry.has_nothing_to_do());
    CHECK(answers(workspace, 429) == 1); // one is enough to learn it
}

TEST_CASE("after a refusal nothing is sent for as long as it says") {
    Simulator simulator(with_quirks(), sample_tenant);
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    simulator.fail_nth(2, "429"); // Retry-After: 1
    const Ended ended = tenantry.run({"plan"});
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    CHECK(ended.took >= std::chrono::seconds(1));
    CHECK(ended.took < std::chrono::seconds(10));
}

TEST_CASE("an API that is busy for a while is asked again") {
    Simulator simulator(with_quirks(), sample_tenant);
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    simulator.set_faults({{"fault", "500=10%,drop-before=5%,html=5%"}});
    // POST is never repeated blindly, so a run may leave something; the runs do not.
    int runs = 0;
    while (tenantry.apply().exit_code != Exit::done && runs < 10)
        ++runs;
    CHECK(runs < 10);
    simulator.set_faults(Json::object());
    CHECK(tenantry.has_nothing_to_do());
    CHECK(simulator.state().at("accounts").size() == 3);
    CHECK(simulator.state().at("zones").size() == 4);
}

TEST_SUITE_END();
