// Money and guards: who breaks a guard is left alone altogether and told how to go on, others are
// carried out, and nothing is spent that nobody agreed to.
#include "tests/places.hpp"
#include "tests/whole/audit.hpp"
#include "tests/whole/sample.hpp"
#include "tests/whole/tenantry.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;
using namespace std::chrono_literals;

namespace {

constexpr const char* prices = R"(
  prices:
    - {plan: pro, price: 20, currency: USD}
    - {plan: business, price: 200, currency: USD}
)";

std::string tenant(const std::string& guards) {
    return "apiVersion: tenantry/v1\nkind: Tenant\nspec:\n  guards: " + guards + prices;
}

std::string buys(const std::string& name, const std::string& plan) {
    return customer(name, "- {name: " + name + ", zones: [{name: " + name +
                              ".example, plan: " + plan + "}]}");
}

struct World {
    explicit World(const std::string& guards, bool quirks) : simulator(quirks) {
        workspace.write("manifests/tenant.yaml", tenant(guards));
    }
    void write(const std::string& customers) const {
        workspace.write("manifests/customers.yaml", customers);
    }
    std::size_t accounts() { return simulator.state().at("accounts").size(); }
    bool has_account(const std::string& name) {
        return outline(simulator.state()).contains("/ " + name + " ");
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
};

/// A guard, what breaks it, and what is said then.
struct Row {
    std::string guard = {};
    std::string value = {};
    std::string says = {};
    std::string hint = {};
};

const std::vector<Row> rows = {
    {"allowed_plans", "{allowed_plans: [pro]}", "the guards do not allow this plan: business",
     "add it to allowed_plans in the Tenant document, or run it with --force=allowed_plans"},
    {"max_monthly_increase", "{max_monthly_increase: {customer: {USD: 100}}}",
     "customer big would pay USD 200.00 a month more; at most USD 100.00 is allowed: "
     "big/big/zone/big.example/plan",
     "raise max_monthly_increase in the Tenant document, or run it with "
     "--force=max_monthly_increase"},
    {"protect", "{protect: [big/*]}", "no step may touch this address", "--force=protect"},
};

} // namespace

TEST_SUITE_BEGIN("guards");

TEST_CASE("who breaks a guard is left alone, others are done; all refused ends with 4") {
    const bool quirks = with_quirks();
    for (const Row& row : rows) {
        CAPTURE(row.guard);
        World world(row.value, quirks);
        world.write(buys("big", "business"));
        for (const Words& command : {Words{"plan"}, Words{"apply", "--auto-approve"},
                                     Words{"apply", "--dry-run"}, Words{"apply"}}) {
            // The last one has nobody to ask, which comes first.
            const bool asks = command == Words{"apply"};
            const Ended ended = world.tenantry.run(command);
            CHECK_MESSAGE(ended.exit_code == (asks ? Exit::usage : Exit::guarded), ended.text());
            if (asks) continue;
            CHECK_MESSAGE(ended.err.contains(row.says), ended.text());
            CHECK_MESSAGE(ended.err.contains(row.hint), ended.text());
            CHECK_MESSAGE(ended.out.contains("by guard " + row.guard), ended.text());
        }
        CHECK(world.accounts() == 0);

        world.write(buys("big", "business") + buys("small", "pro"));
        const Ended some = world.tenantry.apply({"--json"});
        CHECK_MESSAGE(some.exit_code == Exit::partly, some.text());
        CHECK(!world.has_account("big"));
        CHECK(world.has_account("small"));
        const Json plan = Json::parse(some.out).at("plan");
        for (const Json& step : plan.at("steps")) {
            const bool refused = step.at("customer") == "big";
            CHECK(step.at("refused_by") == (refused ? Json(row.guard) : Json()));
        }

        // Another guard's name lifts nothing.
        const std::string other = row.guard == "protect" ? "max_updates" : "protect";
        CHECK(world.tenantry.apply({"--force=" + other}).exit_code == Exit::guarded);
        const Ended forced = world.tenantry.apply({"--force=" + row.guard});
        CHECK_MESSAGE(forced.exit_code == Exit::done, forced.text());
        CHECK(world.tenantry.has_nothing_to_do());
        CHECK(doubles(world.simulator.control("GET", "/audit")) == "");
    }
}

TEST_CASE("what all customers would spend together is limited for the run") {
    World world("{max_monthly_increase: {customer: {USD: 300}, run: {USD: 300}}}", with_quirks());
    world.write(buys("one", "business") + buys("two", "business") +
                customer("three", "- name: three"));
    const Ended ended = world.tenantry.apply();
    CHECK_MESSAGE(ended.exit_code == Exit::partly, ended.text());
    CHECK_MESSAGE(ended.err.contains("the run would pay USD 400.00 a month more; at most USD "
                                     "300.00 is allowed"),
                  ended.text());
    CHECK(world.accounts() == 1);
    CHECK(world.tenantry.apply({"--customer", "one"}).exit_code == Exit::done);
    CHECK(world.tenantry.apply({"--customer", "two"}).exit_code == Exit::done);
    CHECK(world.tenantry.has_nothing_to_do());
}

TEST_CASE("a price that nobody knows counts as too much where there is a limit") {
    World world("{max_monthly_increase: {run: {USD: 100000}}}", with_quirks());
    world.write(customer("acme", "- {name: acme, subscriptions: [{plan: WORKERS_PAID}]}"));
    const Ended ended = world.tenantry.apply();
    CHECK_MESSAGE(ended.exit_code == Exit::guarded, ended.text());
    CHECK_MESSAGE(ended.err.contains("is not known, so it counts as too much"), ended.text());
    CHECK_MESSAGE(ended.err.contains("write the price under prices"), ended.text());
    CHECK(world.accounts() == 0);
}

TEST_CASE("more changes than the guards allow are not made") {
    World world("{max_updates: {run: {count: 1}}}", with_quirks());
    for (const char* name : {"one", "two"})
        world.simulator.add_account({{"name", name}});
    const std::string settings = ", settings: {enforce_twofactor: true}}";
    world.write(customer("a", "- {name: one" + settings) +
                customer("b", "- {name: two" + settings));
    const Ended ended = world.tenantry.apply();
    CHECK_MESSAGE(ended.exit_code == Exit::guarded, ended.text());
    CHECK_MESSAGE(ended.err.contains("2 live objects of the run would change; at most 1 may: "
                                     "a/one, b/two"),
                  ended.text());
    CHECK(world.tenantry.apply({"--customer", "a"}).exit_code == Exit::done);
    CHECK(world.tenantry.apply().exit_code == Exit::done);
    CHECK(world.tenantry.has_nothing_to_do());
}

TEST_CASE("at a terminal the question repeats the money, and names only what will be done") {
    World world("{allowed_plans: [pro]}", with_quirks());
    world.write(buys("big", "business") + buys("small", "pro"));
    Program program(Start{.program = tenantry::places::program("tenantry"),
                          .arguments = {"apply"},
                          .environment = world.tenantry.environment,
                          .directory = world.workspace.path(),
                          .terminal = true});
    const bool asked = program.runs_until([&] {
        return program.err().contains(
            "Type \"yes\" to carry out 3 steps (+USD 20.00 a month, +USD 240.00 a year): ");
    });
    CHECK_MESSAGE(asked, program.err());
    program.type("no\n");
    CHECK(program.wait(10s).exit_code == Exit::error);
    CHECK(world.accounts() == 0);
}

TEST_CASE("a guard that does not exist cannot be lifted") {
    World world("{}", with_quirks());
    world.write(customer("a", "- name: a"));
    CHECK(world.tenantry.apply({"--force=everything"}).exit_code == Exit::usage);
    CHECK(world.accounts() == 0);
}

TEST_SUITE_END();
