// Each partner program buys by its own ids: plans of zones go up, down and back to free, and after
// an apply there is nothing left. And what the API publishes of plans, and what contracts have.
#include "tests/support/audit.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;

namespace {

std::string tenant_of(const std::string& program) {
    return "apiVersion: tenantry/v1\nkind: Tenant\nspec:\n  program: " + program + "\n";
}

/// A customer with one account and zones with these plans: "name: plan".
std::string zones(const Words& plans) {
    std::string account = "- name: Acme GmbH\n  zones:\n";
    for (const std::string& plan : plans) {
        const auto colon = plan.find(": ");
        account += "    - {name: " + plan.substr(0, colon) +
                   ".example, plan: " + plan.substr(colon + 2) + "}\n";
    }
    return customer("acme", account);
}

/// The lines of people_and_plans() that are about zones.
std::string plans_of_zones(Simulator& simulator) {
    std::string text;
    std::string rest = people_and_plans(simulator.state());
    while (!rest.empty()) {
        const std::string line = rest.substr(0, rest.find('\n') + 1);
        if (line.contains(".example / ")) text += line;
        rest.erase(0, line.size());
    }
    return text;
}

/// A tenant of a program, and its manifests.
struct World {
    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry;

    explicit World(const Words& options, bool quirks = false)
        : simulator(quirks, options), tenantry(simulator, workspace) {}

    void write(const Words& plans) const { workspace.write("manifests/acme.yaml", zones(plans)); }
    void write_tenant(const std::string& program) const {
        workspace.write("manifests/tenant.yaml", tenant_of(program));
    }
    /// Carries the manifests out; what the zones have then.
    std::string applied(const Words& flags = {}) {
        const Ended ended = tenantry.apply(flags);
        CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
        CHECK(tenantry.has_nothing_to_do());
        return plans_of_zones(simulator);
    }
};

Json contract(const std::string& account, const std::string& product, const std::string& name) {
    return {{"account", {{"id", account}}},
            {"rate_plan", {{"id", "enterprise"}, {"public_name", name}, {"scope", "user"}}},
            {"product", {{"name", product}}},
            {"currency", "USD"},
            {"price", 0},
            {"component_values", Json::array({{{"name", "minutes"}, {"value", 5}}})}};
}

} // namespace

TEST_SUITE_BEGIN("programs");

TEST_CASE("a reseller buys, lowers and gives up plans by the ids of partners") {
    World world({}, with_quirks());
    world.write_tenant("reseller");
    world.write(
        {"a: pro", "b: {rate_plan: business, components: {page_rules: 60}}", "c: business"});
    CHECK(world.applied() == "a.example / PARTNERS_PRO monthly\n"
                             "b.example / PARTNERS_BIZ monthly page_rules=60\n"
                             "c.example / PARTNERS_BIZ monthly\n");
    world.write({"a: enterprise", "b: pro", "c: free"});
    CHECK(world.applied({"--allow-downgrade"}) == "a.example / enterprise not-applicable\n"
                                                  "b.example / PARTNERS_PRO monthly page_rules=60\n"
                                                  "c.example / free not-applicable\n");
}

TEST_CASE("an agency buys, lowers and gives up plans by retail ids") {
    World world({"--program", "agency"}, with_quirks());
    world.write_tenant("agency");
    world.write({"a: pro", "b: {rate_plan: business, components: {page_rules: 60}}", "c: CF_BIZ"});
    CHECK(world.applied() == "a.example / CF_PRO_20_20 monthly\n"
                             "b.example / CF_BIZ monthly page_rules=60\n"
                             "c.example / CF_BIZ monthly\n");
    world.write({"a: business", "b: pro", "c: free"});
    CHECK(world.applied({"--allow-downgrade"}) == "a.example / CF_BIZ monthly\n"
                                                  "b.example / CF_PRO_20_20 monthly page_rules=60\n"
                                                  "c.example / free not-applicable\n");
}

TEST_CASE("an msp buys business, changes its components, and cannot give it up by the API") {
    World world({"--program", "msp"}, with_quirks());
    world.write_tenant("msp");
    world.write({"a: business", "b: free"});
    CHECK(world.applied() == "a.example / msp_biz monthly\n");
    world.write({"a: {rate_plan: business, components: {page_rules: 60}}", "b: business"});
    CHECK(world.applied() == "a.example / msp_biz monthly page_rules=60\n"
                             "b.example / msp_biz monthly\n");
    world.write({"a: free"});
    const Ended refused = world.tenantry.run({"plan"});
    CHECK(refused.exit_code == Exit::error);
    CHECK_MESSAGE(refused.text().contains("the program msp names no free plan"), refused.text());
    CHECK(refused.text().contains("at the dashboard"));
    world.write({"a: business", "b: pro"});
    const Ended unsold = world.tenantry.run({"plan"});
    CHECK(unsold.exit_code == Exit::error);
    CHECK_MESSAGE(unsold.text().contains("the program msp cannot buy the zone plan \"pro\""),
                  unsold.text());
}

TEST_CASE("the API tells the program where no manifest does") {
    for (const std::string program : {"agency", "msp"}) {
        CAPTURE(program);
        World world({"--program", program});
        const std::string account = world.simulator.add_account({{"name", "Acme GmbH"}});
        world.simulator.add_zone("a.example", account);
        world.write({"a: business", "b: business"});
        const Json plan = world.tenantry.plan();
        CHECK(plan.at("program").at("name") == program);
        CHECK(plan.at("program").at("source") == "offered");
        const std::string id = program == "msp" ? "msp_biz" : "CF_BIZ";
        CHECK(world.applied() ==
              "a.example / " + id + " monthly\nb.example / " + id + " monthly\n");
    }
}

TEST_CASE("where nothing tells the program a refusal says how to write it") {
    World world({"--program", "agency"});
    world.write({"a: pro"});
    const Json plan = world.tenantry.plan();
    CHECK(plan.at("program").at("name") == "reseller");
    CHECK(plan.at("program").at("source") == "nothing");
    const Ended ended = world.tenantry.apply();
    CHECK(ended.exit_code == Exit::partly);
    CHECK_MESSAGE(ended.text().contains("write spec.program"), ended.text());
    CHECK(plans_of_zones(world.simulator).empty());
    world.write_tenant("agency");
    CHECK(world.applied() == "a.example / CF_PRO_20_20 monthly\n");
}

TEST_CASE("a list of rate plans that cannot be read is no leave to guess the program") {
    World world({"--program", "agency"});
    const std::string account = world.simulator.add_account({{"name", "Acme GmbH"}});
    world.simulator.add_zone("a.example", account);
    world.simulator.set_faults(
        {{"answers", Json::array({{{"method", "GET"},
                                   {"path", "/zones/{zone_id}/available_rate_plans"},
                                   {"status", 403},
                                   {"code", 10000},
                                   {"message", "Forbidden"}}})}});
    world.write({"a: pro", "b: business"});
    const Ended ended = world.tenantry.apply();
    CHECK(ended.exit_code == Exit::partly);
    CHECK_MESSAGE(ended.text().contains("write spec.program"), ended.text());
    CHECK(plans_of_zones(world.simulator).empty());
    world.write_tenant("agency");
    CHECK(world.tenantry.apply().exit_code == Exit::done);
    CHECK(plans_of_zones(world.simulator) ==
          "a.example / CF_PRO_20_20 monthly\nb.example / CF_BIZ monthly\n");
}

TEST_CASE("a saved plan is carried out by the ids that it shows") {
    World world({"--program", "agency"});
    const std::string account = world.simulator.add_account({{"name", "Acme GmbH"}});
    world.simulator.add_zone("a.example", account);
    // The list of the one tells the program of the other, whose account does not exist yet.
    world.workspace.write("manifests/acme.yaml",
                          customer("acme", "- name: Acme GmbH\n  zones:\n"
                                           "    - {name: a.example, plan: pro}\n") +
                              customer("globex", "- name: Globex\n  zones:\n"
                                                 "    - {name: b.example, plan: business}\n"));
    const Ended planned = world.tenantry.run({"plan", "--out", "plan.json"});
    CHECK_MESSAGE(planned.out.contains("CF_BIZ"), planned.text());
    world.simulator.change_zone("a.example", {{"name", "a.example"}});
    const Ended applied = world.tenantry.run({"apply", "plan.json", "--auto-approve"});
    CHECK_MESSAGE(applied.exit_code == Exit::done, applied.text());
    CHECK(plans_of_zones(world.simulator) ==
          "a.example / CF_PRO_20_20 monthly\nb.example / CF_BIZ monthly\n");
}

TEST_CASE("what the API publishes of a plan is asked once, and only where components are ordered") {
    World world({});
    const auto published = [&] {
        return world.simulator.requests_by_endpoint()["GET /billing/rate_plans/{public_key}"];
    };
    const auto subscriptions = [&](const std::string& users) {
        std::string text;
        for (const std::string name : {"acme", "globex"}) {
            text += customer(name, "- name: " + name +
                                       "\n  subscriptions:\n    - {plan: TEAMS_STANDARD" + users +
                                       "}\n");
        }
        world.workspace.write("manifests/acme.yaml", text);
    };
    subscriptions("");
    world.simulator.forget_requests();
    CHECK(world.tenantry.run({"plan"}).exit_code == Exit::done);
    CHECK(published() == 0);
    subscriptions(", components: {users: 0}");
    const Ended few = world.tenantry.run({"plan"});
    CHECK(few.exit_code == Exit::partly); // a component of one order is left out
    CHECK_MESSAGE(few.text().contains("1 to 100000000 of \"users\""), few.text());
    CHECK(published() == 1);
    subscriptions(", components: {users: 5}");
    CHECK(world.tenantry.apply().exit_code == Exit::done);
    world.simulator.forget_requests();
    CHECK(world.tenantry.has_nothing_to_do());
    CHECK(published() == 0);
    // Not having it is no error.
    world.workspace.write("manifests/acme.yaml",
                          customer("acme", "- name: acme\n  subscriptions:\n"
                                           "    - {plan: TEAMS_STANDARD}\n"
                                           "    - {plan: WORKERS_PAID, components: {seats: 2}}\n"));
    CHECK(world.tenantry.run({"plan"}).exit_code == Exit::done);
}

TEST_CASE("subscriptions of a contract are told apart, shown and left alone") {
    World world({});
    const std::string account = world.simulator.add_account({{"name", "Acme GmbH"}});
    for (const Json& one : {contract(account, "prod_stream", "Stream Enterprise"),
                            contract(account, "prod_image_resizing", "Image Resizing Enterprise")})
        world.simulator.control("POST", "/subscriptions", one);
    const auto write = [&](const std::string& entries) {
        world.workspace.write(
            "manifests/acme.yaml",
            customer("acme", "- name: Acme GmbH\n  subscriptions: [" + entries + "]\n"));
    };
    write("");
    const Json findings = world.tenantry.drift().at("findings");
    REQUIRE(findings.size() == 2);
    CHECK(findings.at(0).at("address") != findings.at(1).at("address"));
    CHECK(findings.at(1).at("address") == "acme/Acme GmbH/subscription/enterprise@prod_stream");
    CHECK(findings.at(1).at("about") ==
          Json{{"product", "prod_stream"}, {"public_name", "Stream Enterprise"}});
    write("{plan: enterprise}");
    const Ended unclear = world.tenantry.run({"plan"});
    CHECK(unclear.exit_code == Exit::error);
    CHECK_MESSAGE(
        unclear.text().contains("add product: prod_image_resizing or product: prod_stream"),
        unclear.text());
    CHECK_FALSE(unclear.text().contains("remove"));
    write("{plan: enterprise, product: prod_stream}, "
          "{plan: enterprise, product: prod_image_resizing}");
    CHECK(world.tenantry.has_nothing_to_do());
    CHECK(world.tenantry.drift().at("findings").empty());
}

TEST_CASE("partners without a price list need prices beside the guard") {
    World world({});
    const auto write = [&](const std::string& prices) {
        world.workspace.write("manifests/tenant.yaml",
                              tenant_of("reseller") +
                                  "  guards: {max_monthly_increase: {run: {USD: 500}}}\n" + prices);
    };
    const std::string account = world.simulator.add_account({{"name", "Acme GmbH"}});
    world.simulator.add_zone("a.example", account);
    world.write({"a: business"});
    write("");
    const Ended refused = world.tenantry.apply();
    CHECK(refused.exit_code == Exit::guarded);
    CHECK_MESSAGE(refused.err.contains("write the price under prices"), refused.text());
    write("  prices: [{plan: business, price: 150, currency: USD}]\n");
    CHECK(world.applied() == "a.example / PARTNERS_BIZ monthly\n");
}
