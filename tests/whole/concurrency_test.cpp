// Applies at the same moment, and all that may run beside them, on one ledger: nothing is made or
// bought twice, nobody is invited twice, and nobody fails because others are there.
//
// Without a ledger two runs at once keep only accounts from being made twice:
// side_by_side_test.cpp. TENANTRY_ROUNDS says how often each is tried.
#include "tests/support/audit.hpp"
#include "tests/support/postgresql_cluster.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <thread>

using namespace tenantry::whole;
using namespace std::chrono_literals;

namespace {

const Words patient_apply = {"apply", "--auto-approve", "--lock-timeout", "1m"};

// Looks often and long enough for lists that lag as those here.
constexpr const char* waits_for_lists = R"(apiVersion: tenantry/v1
kind: Configuration
spec:
  pace: {identity: "off", address: "off"}
  retry: {first_wait: 40ms}
)";

int rounds() {
    const char* const given = std::getenv("TENANTRY_ROUNDS");
    return given == nullptr ? 2 : std::stoi(given);
}

/// A file in each workspace, or a database that all rounds share, each with an API of its own.
struct Shared {
    std::string sort = {};
    std::string ledger = {};
};

/// A tenant with late lists, its manifests, and a ledger.
struct World {
    World(const Shared& shared, bool quirks)
        : simulator(quirks,
                    people_and_money.tenant + Words{"--page-lag", "60ms", "--fault", "delay=5ms"}),
          tenantry(simulator, workspace) {
        people_and_money.prepare(simulator);
        std::this_thread::sleep_for(100ms); // until lists show that
        people_and_money.write(workspace);
        workspace.write("quick.yaml", waits_for_lists);
        tenantry.environment["TENANTRY_LEDGER"] = shared.ledger;
    }

    void expect_each_once() {
        CHECK(doubles(simulator.control("GET", "/audit")) == "");
        CHECK(tenantry.has_nothing_to_do());
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry;
};

struct Started {
    Words arguments = {};
    std::unique_ptr<Program> program = {};
};

void expect_done(const Tenantry& tenantry, std::vector<Started> all) {
    for (const Started& one : all) {
        const Ended ended = one.program->wait(120s);
        tenantry.check(one.arguments, ended);
        CHECK_MESSAGE(ended.exit_code == Exit::done, one.arguments.front(), ": ", ended.text());
    }
}

void apply_at_once(const Shared& shared, int count) {
    for (int round = 0; round < rounds(); ++round) {
        CAPTURE(shared.sort);
        CAPTURE(count);
        CAPTURE(round);
        World world(shared, round % 2 == 1);
        std::vector<Started> all;
        for (int i = 0; i < count; ++i)
            all.push_back({patient_apply, world.tenantry.start(patient_apply)});
        expect_done(world.tenantry, std::move(all));
        world.expect_each_once();
    }
}

/// Two versions of the manifests are applied, while others look and clean up.
void mix(const Shared& shared) {
    const Words& flags = people_and_money.flags;
    const Words later = patient_apply + flags;
    const std::vector<Words> beside = {
        later,       Words{"plan"} + flags, Words{"plan", "--json"} + flags,           {"drift"},
        {"history"}, {"history", "--json"}, {"ledger", "prune", "--older-than", "1d"}, later};
    for (int round = 0; round < rounds(); ++round) {
        CAPTURE(shared.sort);
        CAPTURE(round);
        World world(shared, round % 2 == 1);
        // They find a ledger, whoever is first.
        CHECK(world.tenantry.run(patient_apply).exit_code == Exit::done);
        people_and_money.write_later(world.workspace);
        std::vector<Started> all;
        for (int times = 0; times < 2; ++times)
            for (const Words& words : beside)
                all.push_back({words, world.tenantry.start(words)});
        expect_done(world.tenantry, std::move(all));
        CHECK(doubles(world.simulator.control("GET", "/audit")) == "");
        CHECK(world.tenantry.has_nothing_to_do(flags));
    }
}

Shared in_a_file() { return {"SQLite", "ledger.sqlite"}; }

Shared in_postgresql() {
    static const tenantry::test::PostgresqlCluster cluster;
    return {"PostgreSQL", cluster.url()};
}

} // namespace

TEST_SUITE_BEGIN("concurrency");

TEST_CASE("two and eight applies at once make and buy everything once, with a ledger in a file") {
    apply_at_once(in_a_file(), 2);
    apply_at_once(in_a_file(), 8);
}

TEST_CASE("two and eight applies at once make and buy everything once, with one in PostgreSQL") {
    apply_at_once(in_postgresql(), 2);
    apply_at_once(in_postgresql(), 8);
}

TEST_CASE("plans, drifts, histories and prunes beside applies: none fails for the others' sake") {
    mix(in_a_file());
    mix(in_postgresql());
}

TEST_SUITE_END();
