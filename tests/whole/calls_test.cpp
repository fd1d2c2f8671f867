// What a run costs: exactly the calls of README, "How it treats the API", and only GET where
// nothing may be written.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tenantry::whole;

namespace {

using Calls = std::map<std::string, long long>;

/// The calls of one plan over a seeded tenant whose manifests say what is live.
struct Measured {
    explicit Measured(const Words& options, std::size_t every = 1)
        : simulator(with_quirks(), unlimited + options), tenantry(simulator, workspace) {
        write_live_tenant(workspace, simulator.state(), every);
    }

    Calls plan(const Words& more = {}) {
        simulator.forget_requests();
        CHECK(tenantry.has_nothing_to_do(more));
        return simulator.requests_by_endpoint();
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry;
};

/// Twelve accounts with three zones each, all that is live in the manifests: members and
/// subscriptions are managed, and every zone says the class of its plan.
struct Paying {
    Paying() {
        const Json state = simulator.state();
        for (const Json& account : state.at("accounts")) {
            Json zones = Json::array();
            for (const Json& zone : state.at("zones")) {
                if (zone.at("account").at("id") != account.at("id")) continue;
                zones.push_back(
                    {{"name", zone.at("name")}, {"plan", zone.at("plan").at("legacy_id")}});
            }
            accounts.push_back({{"name", account.at("name")},
                                {"members", Json::array()},
                                {"subscriptions", Json::array()},
                                {"zones", zones}});
        }
        write();
    }

    void write() const {
        std::string text;
        for (std::size_t i = 0; i < accounts.size(); ++i)
            text += customer("c" + std::to_string(i), "- " + accounts[i].dump());
        workspace.write("manifests/all.yaml", text);
    }
    void give(const std::string& zone, const std::string& plan) {
        const Json known = simulator.control("GET", "/zones/by-name/" + zone);
        simulator.control("POST", "/zone-subscriptions",
                          {{"zone", {{"id", known.at("id")}}}, {"rate_plan", {{"id", plan}}}});
    }
    Calls plan(const Words& more = {}) {
        simulator.forget_requests();
        CHECK(tenantry.has_nothing_to_do(more));
        return simulator.requests_by_endpoint();
    }
    Calls plan_of_changes() {
        simulator.forget_requests();
        CHECK(!tenantry.plan().at("steps").empty());
        return simulator.requests_by_endpoint();
    }

    Simulator simulator{with_quirks(), unlimited + Words{"--tenant", "12x3"}};
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
    Json accounts = Json::array();
};

/// "PUT /accounts/{account}" of a plan in the words of the simulator.
std::string as_counted(std::string call) {
    const auto end = call.rfind('}');
    if (end != std::string::npos) call.insert(end, "_id");
    return call;
}

} // namespace

TEST_SUITE_BEGIN("calls");

TEST_CASE("plan, drift and a dry run send only GET, and change nothing") {
    Simulator simulator(with_quirks(), sample_tenant);
    add_account_to_rename(simulator);
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    tenantry.apply();
    write_later_sample(workspace);
    const Json before = simulator.state();
    for (const Words& command : {Words{"plan"}, Words{"drift"}, Words{"apply", "--dry-run"},
                                 Words{"apply", "--dry-run", "--auto-approve"},
                                 Words{"plan", "--output", "json=p.json"}}) {
        simulator.forget_requests();
        const Ended ended = tenantry.run(command);
        CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
        CHECK(simulator.requests() > 0);
        for (const auto& [call, count] : simulator.requests_by_endpoint())
            CHECK(call.starts_with("GET "));
    }
    CHECK(simulator.state() == before);
}

TEST_CASE("validate and version send nothing") {
    Simulator simulator(with_quirks());
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    CHECK(tenantry.run({"validate"}).exit_code == Exit::done);
    CHECK(tenantry.run({"version"}).exit_code == Exit::done);
    CHECK(simulator.requests() == 0);
}

TEST_CASE("an apply writes with the calls that the plan showed, and no others") {
    Simulator simulator(with_quirks(), sample_tenant);
    add_account_to_rename(simulator);
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    for (const auto write_manifests : {write_sample, write_later_sample}) {
        write_manifests(workspace);
        Calls planned;
        const Json plan = tenantry.plan();
        for (const Json& step : plan.at("steps"))
            for (const Json& call : step.at("calls"))
                ++planned[as_counted(call.get<std::string>())];
        simulator.forget_requests();
        CHECK(tenantry.apply().exit_code == Exit::done);
        Calls sent = simulator.requests_by_endpoint();
        std::erase_if(sent, [](const auto& item) { return item.first.starts_with("GET "); });
        CHECK(sent == planned);
    }
}

TEST_CASE("accounts and zones are read fifty at a time") {
    Measured measured({"--tenant", "130x3"});
    CHECK(measured.plan() == Calls{{"GET /accounts", 3}, {"GET /zones", 8}});
}

TEST_CASE("five hundred visible accounts are the most that a sweep of all zones takes") {
    Measured measured({"--tenant", "500x1"});
    CHECK(measured.plan() == Calls{{"GET /accounts", 10}, {"GET /zones", 10}});
}

TEST_CASE("with more accounts each is asked for its zones, and no sweep is tried") {
    Measured measured({"--tenant", "520x2"});
    CHECK(measured.plan() == Calls{{"GET /accounts", 11}, {"GET /zones", 520}});
}

TEST_CASE("with more accounts only those of the manifests are asked for their zones") {
    Measured measured({"--tenant", "520x2"}, 18);
    CHECK(measured.plan() == Calls{{"GET /accounts", 11}, {"GET /zones", 29}});
}

TEST_CASE("an account with more zones than a page has is read page by page") {
    Measured measured({"--tenant", "501x51"}, 100);
    CHECK(measured.plan() == Calls{{"GET /accounts", 11}, {"GET /zones", 12}});
}

TEST_CASE("a refused sweep teaches that the identity sees too many accounts") {
    // The list hides the account that is one too many; the API counts it all the same.
    Measured measured({"--tenant", "500x1", "--page-lag", "1h"});
    measured.simulator.add_account({{"name", "One Too Many"}});
    CHECK(measured.plan() == Calls{{"GET /accounts", 10}, {"GET /zones", 1 + 500}});
}

TEST_CASE("one customer costs the accounts and its own zones") {
    Measured measured({"--tenant", "20x60", "--units", "2"});
    measured.workspace.write("manifests/other.yaml",
                             customer("other", "- {name: New, unit: EMEA resale, zones: []}"));
    CHECK(measured.plan({"--customer", "c3"}) == Calls{{"GET /accounts", 1}, {"GET /zones", 2}});
}

TEST_CASE("units are read when a manifest names one") {
    Measured measured({"--tenant", "4x1", "--tenants", "3", "--units", "2"});
    CHECK(measured.plan() == Calls{{"GET /accounts", 1}, {"GET /zones", 1}});

    const Json account = measured.simulator.state().at("accounts").at(0);
    const Json named = {{"name", account.at("name")},
                        {"unit", account.at("managed_by").at("parent_org_id")}};
    measured.workspace.remove("manifests");
    measured.workspace.write("manifests/a.yaml", customer("a", "- " + named.dump()));
    Calls calls = measured.plan();
    CHECK(calls["GET /user/tenants"] == 1);
    // One of the two published shapes lists the units of each tenant at once.
    const bool at_once =
        measured.simulator.api("GET", "/user/tenants").at(0).contains("tenant_units");
    CHECK(calls["GET /tenants/{tenant_id}"] == (at_once ? 0 : 3));
    CHECK(calls["GET /zones"] == 0);
}

TEST_CASE("units are read when an account is to be created") {
    Simulator simulator(with_quirks());
    const Workspace workspace;
    workspace.write("manifests/a.yaml", customer("a", "- {name: New}"));
    const Tenantry tenantry(simulator, workspace);
    tenantry.plan();
    Calls calls = simulator.requests_by_endpoint();
    CHECK(calls["GET /user/tenants"] == 1);
    CHECK(calls["GET /accounts"] == 1);
    CHECK(calls["GET /zones"] == 0);
}

TEST_CASE("members and subscriptions cost one call an account, and a zone's plan none") {
    Paying world;
    Calls read = world.plan();
    CHECK(read == Calls{{"GET /accounts", 1},
                        {"GET /zones", 1},
                        {"GET /user", 1}, // a token does not say whose it is
                        {"GET /accounts/{account_id}/members", 12},
                        {"GET /accounts/{account_id}/subscriptions", 12}});
    // With the e-mail and the key it is known who asks.
    world.tenantry.environment.erase("CLOUDFLARE_API_TOKEN");
    world.tenantry.environment["CLOUDFLARE_EMAIL"] = world.simulator.email();
    world.tenantry.environment["CLOUDFLARE_API_KEY"] = world.simulator.key();
    read.erase("GET /user");
    CHECK(world.plan() == read);
    CHECK(world.plan({"--customer", "c3"}) ==
          Calls{{"GET /accounts", 1},
                {"GET /zones", 1},
                {"GET /accounts/{account_id}/members", 1},
                {"GET /accounts/{account_id}/subscriptions", 1}});
}

TEST_CASE("a profile costs a call where one of its fields is written") {
    Paying world;
    for (const std::size_t i : {0U, 5U, 7U})
        world.accounts[i]["external_metadata"] =
            world.simulator.state().at("accounts").at(i).at("profile").at("external_metadata");
    for (Json& account : world.accounts) {
        account.erase("members");
        account.erase("subscriptions");
    }
    world.write();
    CHECK(world.plan() == Calls{{"GET /accounts", 1},
                                {"GET /zones", 1},
                                {"GET /accounts/{account_id}/profile", 3}});
    CHECK(world.plan({"--customer", "c5"})["GET /accounts/{account_id}/profile"] == 1);
    CHECK(!world.plan({"--target", "c5/*/zone/*"}).contains("GET /accounts/{account_id}/profile"));
}

TEST_CASE("users of Zero Trust cost a call an account that manages them, and one more a page") {
    Paying world;
    for (Json& account : world.accounts) {
        account.erase("members");
        account.erase("subscriptions");
    }
    const Json live = world.simulator.state().at("accounts");
    for (const std::size_t i : {2U, 4U}) {
        world.accounts[i]["access_users"] = Json::array();
        for (std::size_t n = 0; n < (i == 4 ? 51U : 50U); ++n) {
            world.simulator.control("POST", "/access-users",
                                    {{"account", {{"id", live.at(i).at("id")}}},
                                     {"email", "u" + std::to_string(n) + "@acme.example"}});
        }
    }
    world.accounts[4]["access_users"].push_back({{"email", "U50@acme.example"}});
    world.write();
    CHECK(world.plan() == Calls{{"GET /accounts", 1},
                                {"GET /zones", 1},
                                {"GET /accounts/{account_id}/access/users", 3}});
}

TEST_CASE("a zone's plan costs a call where components or frequency are written, or it differs") {
    Paying world;
    Json& zones = world.accounts[0]["zones"];
    REQUIRE(zones.size() == 3);
    for (Json& zone : zones)
        zone["plan"] = {{"rate_plan", "enterprise"}};
    world.write();
    for (const Json& zone : zones)
        world.give(zone.at("name"), "PARTNERS_ENT");
    CHECK(!world.plan().contains("GET /zones/{zone_id}/subscription"));

    // The class of one differs: that zone, and the prices of its account.
    world.give(zones[1].at("name"), "PARTNERS_PRO");
    Calls calls = world.plan_of_changes();
    CHECK(calls["GET /zones/{zone_id}/subscription"] == 1);
    CHECK(calls["GET /zones/{zone_id}/available_rate_plans"] == 1);
    world.give(zones[2].at("name"), "PARTNERS_PRO");
    calls = world.plan_of_changes();
    CHECK(calls["GET /zones/{zone_id}/subscription"] == 2);
    CHECK(calls["GET /zones/{zone_id}/available_rate_plans"] == 1);

    world.give(zones[1].at("name"), "PARTNERS_ENT");
    world.give(zones[2].at("name"), "PARTNERS_ENT");
    zones[0]["plan"]["components"] = {{"page_rules", 125}};
    zones[1]["plan"]["frequency"] = "monthly";
    world.write();
    calls = world.plan();
    CHECK(calls["GET /zones/{zone_id}/subscription"] == 2);
    CHECK(!calls.contains("GET /zones/{zone_id}/available_rate_plans"));
}

TEST_CASE("catalogues are read once an account, and only for a write that needs them") {
    Simulator simulator(with_quirks());
    simulator.add_account({{"name", "Acme"}});
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    const auto roles = [&](const std::string& name, bool known) {
        const std::string role = known ? "Administrator" : "DNS";
        workspace.write("manifests/a.yaml",
                        customer("acme", "- name: " + name + "\n  members:\n" +
                                             "    - {email: a@acme.example, roles: [" + role +
                                             "]}\n    - {email: b@acme.example, roles: [" + role +
                                             "]}\n    - {email: c@acme.example, roles: [" + role +
                                             "]}"));
    };
    const auto reads = [&] {
        const Calls calls = simulator.requests_by_endpoint();
        const auto found = calls.find("GET /accounts/{account_id}/roles");
        return found == calls.end() ? 0 : found->second;
    };
    roles("Acme", true); // the id of Administrator is the same everywhere
    tenantry.plan();
    CHECK(reads() == 0);
    roles("Acme", false);
    tenantry.plan();
    CHECK(reads() == 1);
    simulator.forget_requests();
    CHECK(tenantry.apply().exit_code == Exit::done);
    CHECK(reads() == 1);
    simulator.forget_requests();
    CHECK(tenantry.has_nothing_to_do());
    CHECK(reads() == 0);
    // The names for an account that the run makes are held against another's, whose ids it has too.
    roles("New", false);
    tenantry.plan();
    CHECK(reads() == 1);
    simulator.forget_requests();
    CHECK(tenantry.apply().exit_code == Exit::done);
    CHECK(reads() == 1);
}

TEST_CASE("people and purchases are written with the calls that the plan showed") {
    Simulator simulator(with_quirks(), people_and_money.tenant);
    people_and_money.prepare(simulator);
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    for (const auto write_manifests : {people_and_money.write, people_and_money.write_later}) {
        write_manifests(workspace);
        Calls planned;
        const Json plan = tenantry.plan(people_and_money.flags);
        for (const Json& step : plan.at("steps"))
            for (const Json& call : step.at("calls"))
                ++planned[call.get<std::string>()];
        simulator.forget_requests();
        CHECK(tenantry.apply(people_and_money.flags).exit_code == Exit::done);
        long long sent = 0;
        for (const auto& [call, count] : simulator.requests_by_endpoint())
            sent += call.starts_with("GET ") ? 0 : count;
        long long expected = 0;
        for (const auto& [call, count] : planned)
            expected += count;
        CHECK(sent == expected);
    }
}

TEST_SUITE_END();
