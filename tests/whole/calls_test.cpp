// What a run costs: exactly the calls of the design's section on cost, and only GET where nothing
// may be written.
#include "tests/whole/sample.hpp"
#include "tests/whole/tenantry.hpp"

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

TEST_SUITE_END();
