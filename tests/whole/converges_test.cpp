// After an apply there is nothing left to do.
#include "tests/whole/sample.hpp"
#include "tests/whole/tenantry.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;

TEST_SUITE_BEGIN("converges");

TEST_CASE("after an apply the plan is empty, and so it is after a later version of the manifests") {
    Simulator simulator(with_quirks(), sample_tenant);
    add_account_to_rename(simulator);
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);

    const Ended first = tenantry.apply();
    CHECK_MESSAGE(first.exit_code == Exit::done, first.text());
    CHECK(tenantry.has_nothing_to_do());
    CHECK(
        outline(simulator.state()) ==
        R"(APAC resale / Globex Corporation  enterprise {"abuse_contact_email":null,"enforce_twofactor":true}
APAC resale / Globex Corporation / globex.example  full
EMEA resale / Acme GmbH  standard {"abuse_contact_email":"abuse@acme.example","enforce_twofactor":true}
EMEA resale / Acme GmbH / acme-shop.example  full paused
EMEA resale / Acme GmbH / acme.example  full
EMEA resale / Acme Labs  standard {"abuse_contact_email":"abuse@partner.example","enforce_twofactor":true}
EMEA resale / Acme Labs / bücher.example  full
)");

    write_later_sample(workspace);
    const Ended second = tenantry.apply();
    CHECK_MESSAGE(second.exit_code == Exit::done, second.text());
    CHECK(tenantry.has_nothing_to_do());
    CHECK(
        outline(simulator.state()) ==
        R"(APAC resale / Globex Corporation  enterprise {"abuse_contact_email":"abuse@globex.example","enforce_twofactor":true}
APAC resale / Globex Corporation / globex.example  full
APAC resale / Globex Labs  standard {"abuse_contact_email":null,"enforce_twofactor":true}
APAC resale / Globex Labs / globex-labs.example  full
EMEA resale / Acme Group  standard {"abuse_contact_email":"security@acme.example","enforce_twofactor":false}
EMEA resale / Acme Group / acme-news.example  full
EMEA resale / Acme Group / acme-shop.example  partial
EMEA resale / Acme Group / acme.example  full paused
EMEA resale / Acme Labs  standard {"abuse_contact_email":"abuse@partner.example","enforce_twofactor":true}
EMEA resale / Acme Labs / bücher.example  full
)");
}

TEST_CASE("a tenant made from the manifests of another is like it") {
    const bool quirks = with_quirks();
    Simulator original(quirks, unlimited + Words{"--tenant", "60x5"});
    Simulator copy(quirks, unlimited);
    const Workspace workspace;
    write_live_tenant(workspace, original.state());
    const Tenantry tenantry(copy, workspace);
    CHECK(tenantry.apply().exit_code == Exit::done);
    CHECK(tenantry.has_nothing_to_do());
    CHECK(outline(copy.state()) == outline(original.state()));
}

TEST_CASE("where two tenants have units of one name the tag tells them apart") {
    Simulator simulator(with_quirks(), {"--tenants", "2", "--units", "2"});
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    workspace.write("manifests/a.yaml", customer("acme", "- {name: Acme}"));
    const Ended nowhere = tenantry.apply();
    CHECK(nowhere.exit_code == Exit::error);
    CHECK_MESSAGE(nowhere.err.contains("a new account needs a unit"), nowhere.text());

    workspace.write("manifests/a.yaml", customer("acme", "- {name: Acme, unit: EMEA resale}"));
    const Ended ambiguous = tenantry.apply();
    CHECK(ambiguous.exit_code == Exit::error);
    CHECK_MESSAGE(ambiguous.err.contains("2 units are named \"EMEA resale\""), ambiguous.text());
    CHECK(simulator.state().at("accounts").empty());

    // The tags, as the message gives them: "unit-... (of Nordlicht Partners), unit-...".
    const auto first = ambiguous.err.find("unit-");
    const auto second = ambiguous.err.find("unit-", first + 1);
    REQUIRE(second != std::string::npos);
    const std::string one = ambiguous.err.substr(first, ambiguous.err.find(' ', first) - first);
    const std::string other =
        ambiguous.err.substr(second, ambiguous.err.find(' ', second) - second);
    workspace.write("manifests/a.yaml",
                    customer("acme", "- {name: Acme, unit: " + one +
                                         ", zones: [{name: a.example}]}\n" +
                                         "- {name: Acme, unit: " + other + ", type: enterprise}"));
    CHECK(tenantry.apply().exit_code == Exit::done);
    CHECK(tenantry.has_nothing_to_do());
    CHECK(outline(simulator.state()) ==
          R"(EMEA resale / Acme  enterprise {"abuse_contact_email":null,"enforce_twofactor":false}
EMEA resale / Acme  standard {"abuse_contact_email":null,"enforce_twofactor":false}
EMEA resale / Acme / a.example  full
)");
}

TEST_CASE("of accounts with one name the pinned one is changed") {
    Simulator simulator(with_quirks());
    simulator.add_account({{"name", "Acme"}});
    const std::string id = simulator.add_account({{"name", "Acme"}});
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    workspace.write("manifests/a.yaml", customer("acme", "- {name: Acme}"));
    const Ended ambiguous = tenantry.apply();
    CHECK(ambiguous.exit_code == Exit::error);
    CHECK_MESSAGE(ambiguous.err.contains(id), ambiguous.text());

    workspace.write("manifests/a.yaml", customer("acme", "- {name: Acme GmbH, id: " + id +
                                                             ", zones: [{name: a.example}]}"));
    CHECK(tenantry.apply().exit_code == Exit::done);
    CHECK(tenantry.has_nothing_to_do());
    CHECK(simulator.control("GET", "/accounts/" + id).at("name") == "Acme GmbH");
    CHECK(simulator.state().at("zones").at(0).at("account").at("id") == id);
    CHECK(simulator.state().at("accounts").size() == 2);
}

TEST_CASE("what carries no line for a field leaves the field alone") {
    Simulator simulator(with_quirks());
    const std::string id = simulator.add_account(
        {{"name", "Acme"},
         {"settings", {{"enforce_twofactor", true}, {"abuse_contact_email", "a@acme.example"}}}});
    simulator.add_zone("acme.example", id);
    simulator.change_zone("acme.example", {{"paused", true}, {"type", "partial"}});
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    workspace.write("manifests/a.yaml",
                    customer("acme", "- name: Acme Group\n  previously: [Acme]\n"
                                     "  settings: {abuse_contact_email: b@acme.example}\n"
                                     "  zones: [{name: acme.example}]"));
    CHECK(tenantry.apply().exit_code == Exit::done);
    CHECK(tenantry.has_nothing_to_do());
    CHECK(
        outline(simulator.state()) ==
        R"(EMEA resale / Acme Group  standard {"abuse_contact_email":"b@acme.example","enforce_twofactor":true}
EMEA resale / Acme Group / acme.example  partial paused
)");
}

TEST_SUITE_END();
