// An account of another unit is moved in place where the tenant may, and otherwise left alone with
// a reason.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;

namespace {

const std::string move = "POST /accounts/{account_id}/move";

/// One account in the first unit, and a manifest that wants it in the second.
struct World {
    explicit World(bool quirks, const Words& options = {})
        : simulator(quirks, sample_tenant + options) {
        simulator.add_account(
            {{"name", "Initech"}, {"id", initech}, {"managed_by", {{"parent_org_id", unit()}}}});
        workspace.write("manifests/a.yaml",
                        customer("acme", "- name: Initech\n  id: " + std::string(initech) +
                                             "\n  unit: APAC resale"));
    }

    /// The tag of the first unit.
    std::string unit() {
        Json tenant = simulator.api("GET", "/user/tenants").at(0);
        if (!tenant.contains("tenant_units"))
            tenant = simulator.api("GET", "/tenants/" + tenant.at("id").get<std::string>());
        return tenant.at("tenant_units").at(0).at("unit_tag");
    }
    /// Of the two published shapes of GET /user/tenants one has no flags.
    bool tells() { return !simulator.api("GET", "/user/tenants").at(0).contains("tenant_units"); }
    bool moved() {
        return outline(simulator.state()).starts_with("APAC resale / Initech  standard");
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
};

} // namespace

TEST_SUITE_BEGIN("moves");

TEST_CASE("an account is moved where the API tells that its tenant may") {
    World world(with_quirks());
    const bool tells = world.tells();
    world.simulator.forget_requests();
    const Ended ended = world.tenantry.apply();
    CHECK(world.moved() == tells);
    CHECK(world.simulator.requests_by_endpoint()[move] == (tells ? 1 : 0));
    if (tells) {
        CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
        CHECK(world.tenantry.has_nothing_to_do());
    } else {
        CHECK_MESSAGE(ended.err.contains("account_mobility is not told by the API"), ended.text());
        CHECK_MESSAGE(ended.err.contains("manifests/a.yaml:9:"), ended.text());
    }
}

TEST_CASE("an account is left where it is when the tenant may not move it") {
    World world(with_quirks(), {"--no-account-mobility"});
    const Ended ended = world.tenantry.apply();
    CHECK(ended.exit_code == Exit::error);
    CHECK_MESSAGE(ended.err.contains("moving the account from unit \"EMEA resale\" is not allowed"),
                  ended.text());
    CHECK(!world.simulator.requests_by_endpoint().contains(move));
    CHECK(!world.moved());
}

TEST_CASE("whatever happens to whichever request, an account is moved once") {
    for (const char* how : {"500", "drop-before", "drop-after", "html", "empty"}) {
        for (long long nth = 1; nth <= 6; ++nth) {
            CAPTURE(how);
            CAPTURE(nth);
            World world(false);
            REQUIRE(world.tells());
            world.simulator.fail_nth(nth, how);
            const Ended first = world.tenantry.apply();
            const long long sent = world.simulator.requests_by_endpoint()[move];
            CHECK(sent <= 1);
            CHECK_MESSAGE((first.exit_code != Exit::done || world.moved()), first.text());
            const Ended second = world.tenantry.apply();
            CHECK_MESSAGE(second.exit_code == Exit::done, second.text());
            CHECK(world.moved());
            CHECK(world.tenantry.has_nothing_to_do());
        }
    }
}

TEST_CASE("a type that the tenant may not make is said before anything is written") {
    Simulator simulator(with_quirks(), {"--account-types", "standard"});
    const Workspace workspace;
    workspace.write("manifests/a.yaml", customer("acme", "- {name: Acme, type: enterprise}") +
                                            customer("globex", "- {name: Globex}"));
    const Tenantry tenantry(simulator, workspace);
    const Ended ended = tenantry.apply();
    CHECK(ended.exit_code == Exit::partly);
    CHECK_MESSAGE(ended.err.contains("an account of type enterprise is not allowed in tenant"),
                  ended.text());
    CHECK(simulator.state().at("accounts").size() == 1);
    CHECK(simulator.requests_by_endpoint()["GET /tenants/{tenant_id}/account_types"] == 1);
}

TEST_SUITE_END();
