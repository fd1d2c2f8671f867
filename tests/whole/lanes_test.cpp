// Fifty customers with an identity of their own: all of them take the time of the slowest, nobody
// is ever told to slow down, and what is wrong in one lane stays there.
#include "tests/support/places.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <thread>

using namespace tenantry::whole;
using namespace std::chrono_literals;

namespace {

constexpr int customers = 50;
constexpr int zones_each = 10;
// 3.5 calls a second with the share that is left to tenantry.
constexpr const char* identity_rate = "8/2s";
constexpr const char* paced = R"(apiVersion: tenantry/v1
kind: Configuration
spec:
  pace: {identity: 8/2s, address: 200/1s, share: 90}
  retry: {first_wait: 10ms}
  store: {directory: keys}
)";

// One after the other they would take fifty times as long.
std::chrono::milliseconds within(std::chrono::milliseconds one) {
    // The sanitizers' programs need the processor for longer than the pace.
    return tenantry::places::programs_are_sanitized() ? one * 6 + 10s : one * 2 + 3s;
}

std::string name_of(int i) { return "c" + std::to_string(i); }

/// Each zone has what has to be read from it alone.
std::string zones_of(int i, const std::string& ssl) {
    std::string text = "- {name: " + name_of(i) + ", zones: [";
    for (int zone = 0; zone < zones_each; ++zone) {
        text += (zone == 0 ? "{name: z" : ", {name: z") + std::to_string(zone) + "." + name_of(i) +
                ".example, settings: {ssl: " + ssl + "}}";
    }
    return text + "]}";
}

void write(const Workspace& workspace, const std::string& ssl) {
    std::string text;
    for (int i = 0; i < customers; ++i)
        text += customer_with_user(name_of(i), zones_of(i, ssl));
    workspace.write("manifests/tenant.yaml", service_users_tenant);
    workspace.write("manifests/customers.yaml", text);
}

/// A simulator that counts, with a tenant that an unhurried one has made.
struct World {
    World() {
        const Words state = {"--state", workspace.path_of("state.json")};
        write(workspace, "full");
        simulator = std::make_unique<Simulator>(false, unlimited + state);
        Tenantry quick(*simulator, workspace);
        quick.use_key(*simulator);
        const Ended made = quick.apply();
        REQUIRE_MESSAGE(made.exit_code == Exit::done, made.text());
        simulator->control("POST", "/save");
        // Keys are kept for one server: it has to have the same address.
        const std::string port = simulator->url().substr(simulator->url().rfind(':') + 1);
        simulator.reset();
        simulator = std::make_unique<Simulator>(
            false, state + Words{"--rate", identity_rate, "--ip-rate", "200/1s", "--port",
                                 port.substr(0, port.find('/'))});
        tenantry = std::make_unique<Tenantry>(*simulator, workspace);
        tenantry->use_key(*simulator);
        workspace.write("quick.yaml", paced);
    }
    /// How often anybody was told to slow down.
    long long refusals() {
        long long sum = 0;
        const Json rates = simulator->control("GET", "/rates");
        for (const char* whose : {"identities", "addresses"}) {
            for (const Json& each : rates.at(whose))
                sum += each.value("refused", each.value("throttled", 0LL));
        }
        return sum;
    }

    Workspace workspace;
    std::unique_ptr<Simulator> simulator;
    std::unique_ptr<Tenantry> tenantry;
};

} // namespace

TEST_SUITE_BEGIN("lanes");

TEST_CASE("fifty lanes take the time of one, and then one is refused and one is slow") {
    World world;
    const Words one = {"--customer", name_of(7)};
    const Ended alone = world.tenantry->run(Words{"plan"} + one);
    REQUIRE_MESSAGE(alone.exit_code == Exit::done, alone.text());
    const Ended all = world.tenantry->run({"plan"});
    REQUIRE_MESSAGE(all.exit_code == Exit::done, all.text());
    CHECK_MESSAGE(all.out.contains("Nothing to do"), all.text());
    MESSAGE("plan: one lane " << alone.took.count() << " ms, fifty " << all.took.count() << " ms");
    CHECK(all.took < within(alone.took));
    CHECK(world.refusals() == 0);

    write(world.workspace, "strict");
    const Ended apply_one = world.tenantry->apply(one);
    REQUIRE_MESSAGE(apply_one.exit_code == Exit::done, apply_one.text());
    const Ended apply_all = world.tenantry->apply();
    REQUIRE_MESSAGE(apply_all.exit_code == Exit::done, apply_all.text());
    MESSAGE("apply: one lane " << apply_one.took.count() << " ms, fifty " << apply_all.took.count()
                               << " ms");
    CHECK(apply_all.took < within(apply_one.took));
    CHECK(world.refusals() == 0);

    // The customers between whom nothing is shared but the address.
    world.simulator->control("PUT", "/identities/c3@svc.example", {{"refused", 401}});
    world.simulator->control("PUT", "/identities/c4@svc.example", {{"throttled", true}});
    write(world.workspace, "full");
    const auto program = world.tenantry->start({"apply", "--auto-approve", "--json"});
    std::this_thread::sleep_for(all.took + 1s);
    world.simulator->control("PUT", "/identities/c4@svc.example", {{"throttled", false}});
    const Ended mixed = program->wait(120s);
    CHECK_MESSAGE(mixed.exit_code == Exit::partly, mixed.text());
    const Json document = Json::parse(mixed.out);
    std::map<std::string, int> done;
    for (const Json& step : document.at("report").at("outcomes")) {
        if (step.at("status") == "done")
            ++done[step.at("address").get<std::string>().substr(
                0, step.at("address").get<std::string>().find('/'))];
    }
    CHECK(done.size() == customers - 1);
    CHECK(done["c3"] == 0);
    CHECK(done["c4"] == zones_each);
    CHECK(done["c5"] == zones_each);
}

TEST_SUITE_END();
