// Two runs that know nothing of each other make the same accounts: at once, or one right behind the
// other while the lists do not show yet what the first has made. The Idempotency-Key is what keeps
// them from making two; a list alone cannot.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <map>

using namespace tenantry::whole;
using namespace std::chrono_literals;

namespace {

/// Accounts by name alone, within a unit, and with what their creation tells of them.
void write_accounts(const Workspace& workspace) {
    std::string accounts;
    for (const char* name : {"One", "Two", "Three", "Four"})
        accounts += "- {name: " + std::string(name) + ", unit: EMEA resale}\n";
    accounts += "- {name: One, unit: APAC resale}\n";
    accounts += "- {name: Five, unit: EMEA resale, business_name: Five Inc}\n";
    workspace.write("manifests/a.yaml", customer("acme", accounts));
}

/// How many there are of each, as "Five/EMEA resale: 1".
std::string made(Simulator& simulator) {
    std::map<std::string, int> counts;
    const Json state = simulator.state();
    for (const Json& account : state.at("accounts"))
        ++counts[account.at("name").get<std::string>()];
    std::string text;
    for (const auto& [name, count] : counts)
        text += name + ": " + std::to_string(count) + "\n";
    return text;
}

constexpr const char* each_once = "Five: 1\nFour: 1\nOne: 2\nThree: 1\nTwo: 1\n";

} // namespace

TEST_SUITE_BEGIN("side_by_side");

TEST_CASE("two applies at once make each account once") {
    const bool quirks = with_quirks();
    for (const char* lag : {"0ms", "300ms"}) {
        for (int round = 0; round < 3; ++round) {
            CAPTURE(lag);
            CAPTURE(round);
            Simulator simulator(quirks,
                                sample_tenant + Words{"--page-lag", lag, "--fault", "delay=20ms"});
            const Workspace workspace;
            write_accounts(workspace);
            const Tenantry tenantry(simulator, workspace);
            const Words arguments = {"apply", "--auto-approve"};
            const auto first = tenantry.start(arguments);
            const auto second = tenantry.start(arguments);
            const Ended one = first->wait();
            const Ended other = second->wait();
            CAPTURE(one.text());
            CAPTURE(other.text());
            tenantry.check(arguments, one);
            tenantry.check(arguments, other);
            CHECK(one.exit_code == Exit::done);
            CHECK(other.exit_code == Exit::done);
            CHECK(made(simulator) == each_once);
        }
    }
}

TEST_CASE("a run right behind one that was killed makes no account twice, however late lists are") {
    const bool quirks = with_quirks();
    for (const long long created : {1, 3, 5}) {
        CAPTURE(created);
        Simulator simulator(quirks, sample_tenant + Words{"--page-lag", "700ms"});
        const Workspace workspace;
        write_accounts(workspace);
        const Tenantry tenantry(simulator, workspace);
        const Words arguments = {"apply", "--auto-approve", "--parallelism", "1"};
        const auto killed = tenantry.start(arguments);
        REQUIRE(killed->runs_until(
            [&] { return simulator.requests_by_endpoint()["POST /accounts"] >= created; }));
        killed->send(SIGKILL);
        killed->wait();
        const Ended again = tenantry.run(arguments);
        CAPTURE(again.text());
        CHECK(again.exit_code == Exit::done);
        CHECK(made(simulator) == each_once);
    }
}

TEST_SUITE_END();
