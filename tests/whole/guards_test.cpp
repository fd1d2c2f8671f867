// Money and guards: who breaks a guard is left alone altogether and told how to go on, others are
// carried out, and nothing is spent that nobody agreed to.
#include "tests/support/audit.hpp"
#include "tests/support/places.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

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

TEST_CASE("a protected zone is not touched, however manifest, guard and API spell it") {
    for (const std::string written : {"xn--bcher-kva.example", "BÜCHER.example."}) {
        CAPTURE(written);
        World world("{protect: [acme/*/zone/bücher.example, \"other/A/B @ 50%\"]}", with_quirks());
        const std::string id = world.simulator.add_account({{"name", "Acme"}});
        world.simulator.add_zone("bücher.example", id);
        world.simulator.add_account({{"name", "A/B @ 50%"}});
        world.write(
            customer("acme", "- {name: Acme, zones: [{name: " + written + ", paused: true}]}") +
            customer("other", "- {name: A/B @ 50%, settings: {enforce_twofactor: true}}"));
        const Ended ended = world.tenantry.apply();
        CHECK_MESSAGE(ended.exit_code == Exit::guarded, ended.text());
        CHECK_MESSAGE(ended.err.contains("no step may touch this address"), ended.text());
        CHECK_MESSAGE(ended.err.contains("other/A%2FB %40 50%25"), ended.text());
        CHECK(!ended.err.contains("matches nothing"));
        // What guards compare, selections compare too.
        const Ended part = world.tenantry.run({"plan", "--target", "acme/*/zone/bücher.example"});
        CHECK_MESSAGE(part.out.contains("1 to update"), part.text());
        const Ended rest = world.tenantry.run(
            {"plan", "--exclude", "other/A/B @ 50%", "--exclude", "*/zone/XN--BCHER-KVA.example"});
        CHECK_MESSAGE(rest.out.contains("Nothing to do"), rest.text());
    }
}

TEST_CASE("an account that is renamed is protected by its old and by its new name") {
    for (const char* name : {"acme/Old GmbH", "acme/New GmbH", "acme/Old GmbH/zone/*"}) {
        CAPTURE(name);
        World world("{protect: [\"" + std::string(name) + "\"]}", with_quirks());
        const std::string id = world.simulator.add_account({{"name", "Old GmbH"}});
        world.simulator.add_zone("a.example", id);
        // By its id: no manifest has the old name.
        world.write(customer("acme", "- {name: New GmbH, id: \"" + id +
                                         "\", zones: [{name: a.example, paused: true}]}"));
        const Ended ended = world.tenantry.apply();
        CHECK_MESSAGE(ended.exit_code == Exit::guarded, ended.text());
        CHECK(!ended.err.contains("matches nothing"));
    }
}

TEST_CASE("an entry that protects nothing is a warning, at its own line") {
    World world("\n    protect:\n      - a/a\n      - a/b", with_quirks());
    world.write(customer("a", "- name: a"));
    const Ended offline = world.tenantry.run({"validate"});
    CHECK(offline.exit_code == Exit::done);
    const Ended ended = world.tenantry.run({"plan"});
    CHECK(ended.exit_code == Exit::guarded);
    for (const Ended& said : {offline, ended}) {
        CHECK_MESSAGE(said.err.contains("warning: the protected address \"a/b\" matches nothing"),
                      said.text());
        CHECK_MESSAGE(said.err.contains("tenant.yaml:7:9"), said.text());
        CHECK_MESSAGE(said.err.contains("did you mean \"a/a\"?"), said.text());
    }
    // What is live and in no manifest counts: by its name alone, or in a customer's account.
    world.simulator.add_zone("live.example", world.simulator.add_account({{"name", "b"}}));
    world.write(customer("a", "- name: b"));
    for (const char* entry : {"a/b/zone/live.example", "*/LIVE.example"}) {
        world.workspace.write("manifests/tenant.yaml",
                              tenant("{protect: [\"" + std::string(entry) + "\"]}"));
        CHECK(world.tenantry.run({"validate"}).err.contains("matches nothing"));
        world.write(customer("a", "- {name: b, zones: []}"));
        const Ended seen = world.tenantry.run({"plan"});
        CHECK_MESSAGE(!seen.err.contains("matches nothing"), seen.text());
    }
}

TEST_CASE("each guard is told at its own line, in text and JSON, and who breaks it") {
    World world(
        "\n    protect: [none/*]\n    max_monthly_increase:\n      customer:\n        EUR: 5\n"
        "        USD: 100",
        with_quirks());
    world.write(buys("big", "business"));
    const Ended ended = world.tenantry.run({"plan", "--json"});
    CHECK(ended.exit_code == Exit::guarded);
    const Json document = Json::parse(ended.out);
    bool told = false;
    for (const Json& diagnostic : document.at("diagnostics")) {
        if (diagnostic.at("code") != "guard.max_monthly_increase") continue;
        told = true;
        CHECK(diagnostic.at("position").at("line") == 9);
        CHECK(diagnostic.at("position").at("column") == 9);
    }
    CHECK_MESSAGE(told, ended.text());
    for (const Json& step : document.at("plan").at("steps")) {
        CHECK(step.at("refused_by") == "max_monthly_increase");
        const bool breaks = step.at("kind") == "zone_subscription";
        CHECK(step.at("breach").is_null() != breaks);
    }
    CHECK(document.at("plan").at("money_refused").at("yearly_cents").at("USD") == 240000);
    const Ended text = world.tenantry.run({"plan"});
    CHECK_MESSAGE(text.out.contains("left alone  another step of this customer breaks guard "
                                    "max_monthly_increase"),
                  text.text());
    CHECK_MESSAGE(text.out.contains("What is refused would change it by:\n    big  +USD 200.00 a "
                                    "month"),
                  text.text());
}

TEST_CASE("roles are given and fields are kept as the guards say") {
    World world("\n    roles: [\"Administrator Read*\"]\n    keep: {account: {settings: "
                "{enforce_twofactor: true}}}",
                with_quirks());
    world.simulator.add_account({{"name", "two"}, {"settings", {{"enforce_twofactor", true}}}});
    world.write(customer("one", "- {name: one, members: [{email: a@one.example, roles: "
                                "[Administrator]}]}") +
                customer("two", "- {name: two, settings: {enforce_twofactor: false}}") +
                customer("three", "- {name: three, settings: {enforce_twofactor: false}}"));
    const Ended ended = world.tenantry.apply();
    CHECK_MESSAGE(ended.exit_code == Exit::guarded, ended.text());
    CHECK_MESSAGE(ended.err.contains("the guards do not allow that this is given: "
                                     "\"Administrator\""),
                  ended.text());
    CHECK_MESSAGE(ended.err.contains("settings.enforce_twofactor would become false; the guards "
                                     "keep it true"),
                  ended.text());
    CHECK(world.accounts() == 1);
    const Ended one = world.tenantry.apply({"--force=roles"});
    CHECK_MESSAGE(one.exit_code == Exit::partly, one.text());
    const Ended all = world.tenantry.apply({"--force=keep", "--force=roles"});
    CHECK_MESSAGE(all.exit_code == Exit::done, all.text());
    CHECK(world.tenantry.has_nothing_to_do());
}

TEST_CASE("a kept field that does not exist is an error, with the nearest name") {
    const std::vector<std::pair<std::string, std::string>> slips = {
        {"{zone: {settings: {always_use_htps: \"on\"}}}", "did you mean \"always_use_https\"?"},
        {"{account: {settings: {enforce_twofacto: true}}}", "did you mean \"enforce_twofactor\"?"},
        {"{zones: {paused: false}}", "did you mean \"zone\"?"}};
    for (const auto& [keep, hint] : slips) {
        World world("{keep: " + keep + "}", with_quirks());
        world.write(customer("a", "- name: a"));
        const Ended ended = world.tenantry.run({"validate"});
        CHECK_MESSAGE(ended.exit_code == Exit::usage, ended.text());
        CHECK_MESSAGE(ended.err.contains(hint), ended.text());
    }
}

TEST_CASE("a saved plan keeps what the guards said, and nothing in it lifts them") {
    World world("{protect: [big/*]}", with_quirks());
    world.write(buys("big", "business"));
    const Ended planned = world.tenantry.run({"plan", "--out", "p.json"});
    CHECK(planned.exit_code == Exit::guarded);
    CHECK_MESSAGE(planned.out.contains("every step in it is refused"), planned.text());
    CHECK(!planned.out.contains("carry it out"));
    const Ended shown = world.tenantry.run({"show", "p.json"});
    CHECK(shown.exit_code == Exit::done);
    CHECK_MESSAGE(shown.out.contains("by guard protect: no step may touch this address"),
                  shown.text());
    CHECK_MESSAGE(shown.out.contains("3 steps refused."), shown.text());
    CHECK(!shown.out.contains("Apply sends"));
    CHECK(planned.out.starts_with(shown.out));

    auto forged = nlohmann::ordered_json::parse(world.workspace.read("p.json"));
    forged.at("verdicts") = nlohmann::ordered_json::array();
    world.workspace.write("p.json", forged.dump());
    CHECK(world.tenantry.run({"show", "p.json"}).out.contains("Apply sends"));
    CHECK(world.tenantry.run({"apply", "p.json"}).exit_code == Exit::guarded);
    CHECK(world.accounts() == 0);
}

TEST_CASE("what must not be missed stands first, and again beside the question") {
    World world("{}", with_quirks());
    world.simulator.add_account({{"name", "one"}, {"settings", {{"enforce_twofactor", true}}}});
    world.write(customer("one", "- {name: one, settings: {enforce_twofactor: false}, members: "
                                "[{email: a@one.example, roles: [Administrator]}]}"));
    const std::string head = "Look at first:\n  ! settings.enforce_twofactor is turned off: "
                             "one/one\n  ! the role \"Administrator\" is given: "
                             "one/one/member/a@one.example\n";
    const Ended ended = world.tenantry.run({"plan"});
    CHECK_MESSAGE(ended.out.starts_with("Plan: 1 to create, 1 to update; "), ended.text());
    CHECK_MESSAGE(ended.out.substr(ended.out.find("\n\n") + 2).starts_with(head), ended.text());
    const Json plan = Json::parse(world.tenantry.run({"plan", "--json"}).out).at("plan");
    REQUIRE(plan.at("risks").size() == 2);
    CHECK(plan.at("risks")[0].at("code") == "two-factor-off");
    CHECK(plan.at("risks")[1].at("addresses") == Json::array({"one/one/member/a@one.example"}));
    Program program(Start{.program = tenantry::places::program("tenantry"),
                          .arguments = {"apply"},
                          .environment = world.tenantry.environment,
                          .directory = world.workspace.path(),
                          .terminal = true});
    const bool asked = program.runs_until([&] {
        const std::string said = program.err();
        const std::size_t question = said.find("Type \"yes\"");
        return question != std::string::npos &&
               said.rfind("two", question) > said.rfind("Plan:", question);
    });
    CHECK_MESSAGE(asked, program.err());
    program.type("no\n");
    program.wait(10s);
}

TEST_SUITE_END();
