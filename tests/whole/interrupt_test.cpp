// Interrupted: what is under way ends, the report says what became of everything, and a later run
// goes on. Twice interrupted leaves at once.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <thread>
#include <utility>

using namespace tenantry::whole;
using namespace std::chrono_literals;

namespace {

/// Twelve accounts to be made, each of them by two calls.
void write_accounts(const Workspace& workspace) {
    std::string accounts;
    for (int i = 1; i <= 12; ++i) {
        accounts += "- {name: Account " + std::to_string(i) +
                    ", settings: {enforce_twofactor: true}, zones: [{name: zone-" +
                    std::to_string(i) + ".example}]}\n";
    }
    workspace.write("manifests/a.yaml", customer("acme", accounts));
}

/// An apply under way: some accounts are made, most are not.
std::unique_ptr<Program> apply_under_way(const Tenantry& tenantry, Simulator& simulator,
                                         const Words& arguments) {
    auto program = tenantry.start(arguments);
    REQUIRE(program->runs_until(
        [&] { return simulator.requests_by_endpoint()["PUT /accounts/{account_id}"] >= 3; }));
    return program;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t result = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++result;
    return result;
}

} // namespace

TEST_SUITE_BEGIN("interrupt");

TEST_CASE("an interrupted apply reports what is done and what was not started") {
    const bool quirks = with_quirks();
    for (const int signal : {SIGINT, SIGTERM}) {
        CAPTURE(signal);
        Simulator simulator(quirks, {"--fault", "delay=150ms"});
        const Workspace workspace;
        write_accounts(workspace);
        const Tenantry tenantry(simulator, workspace);
        const Words arguments = {"apply", "--auto-approve", "--parallelism", "2", "--json"};
        const auto program = apply_under_way(tenantry, simulator, arguments);
        program->send(signal);
        const Ended ended = program->wait(10s);
        tenantry.check(arguments, ended);
        REQUIRE_MESSAGE(ended.exit_code == Exit::interrupted, ended.text());
        CHECK_MESSAGE(count(ended.err, "interrupted: finishing what is under way") == 1,
                      ended.text());

        std::map<std::string, int> statuses;
        const Json report = Json::parse(ended.out).at("report");
        for (const Json& outcome : report.at("outcomes")) {
            const std::string status = outcome.at("status");
            ++statuses[status];
            CHECK(outcome.at("id").is_string() == (status == "done"));
        }
        CHECK(report.at("interrupted") == true);
        CHECK(statuses["done"] >= 2);
        CHECK(statuses["not_started"] >= 12);
        CHECK(statuses["done"] + statuses["not_started"] == 24);
        // Nothing that was begun was left half done.
        const Json state = simulator.state();
        CHECK(state.at("accounts").size() + state.at("zones").size() ==
              static_cast<std::size_t>(statuses["done"]));

        simulator.set_faults(Json::object());
        CHECK(tenantry.apply().exit_code == Exit::done);
        CHECK(tenantry.has_nothing_to_do());
        CHECK(simulator.state().at("accounts").size() == 12);
    }
}

TEST_CASE("an interrupted apply says in words what was not started, and how to go on") {
    Simulator simulator(with_quirks(), {"--fault", "delay=50ms"});
    const Workspace workspace;
    write_accounts(workspace);
    const Tenantry tenantry(simulator, workspace);
    const auto program =
        apply_under_way(tenantry, simulator, {"apply", "--auto-approve", "--parallelism", "2"});
    program->send(SIGINT);
    const Ended ended = program->wait(10s);
    CHECK(ended.exit_code == Exit::interrupted);
    CHECK_MESSAGE(ended.out.contains("  not started\n"), ended.text());
    CHECK_MESSAGE(ended.out.contains(" not started; "), ended.text());
    CHECK_MESSAGE(ended.out.contains("Interrupted: run apply again to go on."), ended.text());
}

TEST_CASE("a second interrupt leaves at once") {
    Simulator simulator(with_quirks(), {"--fault", "delay=20ms"});
    const Workspace workspace;
    write_accounts(workspace);
    const Tenantry tenantry(simulator, workspace);
    const auto program =
        apply_under_way(tenantry, simulator, {"apply", "--auto-approve", "--parallelism", "2"});
    simulator.set_faults({{"fault", "delay=20s"}});
    // No more requests come: those under way take 20 s.
    long long before_pause = -1;
    REQUIRE(program->runs_until([&] {
        std::this_thread::sleep_for(200ms);
        return std::exchange(before_pause, simulator.requests()) == simulator.requests();
    }));
    program->send(SIGINT);
    REQUIRE(program->runs_until([&] { return program->err().contains("interrupted:"); }));
    std::this_thread::sleep_for(100ms);
    CHECK(!program->has_ended()); // calls are under way
    const auto before = std::chrono::steady_clock::now();
    program->send(SIGTERM);
    const Ended ended = program->wait(10s);
    CHECK_MESSAGE(ended.exit_code == Exit::interrupted, ended.text());
    CHECK(std::chrono::steady_clock::now() - before < 1s);

    simulator.set_faults(Json::object());
    CHECK(tenantry.apply().exit_code == Exit::done);
    CHECK(tenantry.has_nothing_to_do());
    CHECK(simulator.state().at("accounts").size() == 12);
    CHECK(simulator.state().at("zones").size() == 12);
}

TEST_CASE("interrupted while it reads, it ends with 130 and has changed nothing") {
    Simulator simulator(with_quirks(), {"--fault", "delay=500ms"});
    const Workspace workspace;
    write_accounts(workspace);
    const Tenantry tenantry(simulator, workspace);
    for (const Words& arguments :
         {Words{"plan"}, Words{"drift", "--json"}, Words{"apply", "--auto-approve"}}) {
        simulator.forget_requests();
        const auto program = tenantry.start(arguments);
        REQUIRE(program->runs_until([&] { return simulator.requests() > 0; }));
        program->send(SIGINT);
        const Ended ended = program->wait(10s);
        tenantry.check(arguments, ended);
        CHECK_MESSAGE(ended.exit_code == Exit::interrupted, ended.text());
    }
    CHECK(simulator.state().at("accounts").empty());
}

TEST_SUITE_END();
