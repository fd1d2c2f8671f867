// After an apply there is nothing left to do.
#include "tests/support/audit.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <thread>

using namespace tenantry::whole;
using namespace std::chrono_literals;

namespace {

const std::string people_and_plans_of_the_first =
    R"(Acme GmbH / JDoe@acme.example "Jane Doe"
Acme GmbH / Ops@acme.example pending 05784a 1c759f
Acme GmbH / TEAMS_STANDARD yearly users=50
Acme GmbH / admin@partner.example accepted 33666b
Acme GmbH / audit@acme.example pending 8f3e2d
Acme GmbH / max@acme.example ""
Initech / admin@partner.example accepted 33666b
Initech / dns@initech.example pending allow a87864 on 21ce71
acme-shop.example / PARTNERS_BIZ yearly page_rules=60
acme.example / PARTNERS_PRO monthly
)";
const std::string ledger_of_the_first = R"(invited audit@acme.example to Acme GmbH: 1 time
invited dns@initech.example to Initech: 1 time
invited ops@acme.example to Acme GmbH: 1 time
paid for TEAMS_STANDARD of Acme GmbH: 1 time
paid for acme-shop.example: 1 time
paid for acme.example: 1 time
)";
const std::string people_and_plans_of_the_later =
    R"(Acme GmbH / JDoe@acme.example "Jane Roe"
Acme GmbH / Ops@acme.example pending 1c759f a8464a
Acme GmbH / TEAMS_STANDARD yearly users=80
Acme GmbH / WORKERS_PAID monthly
Acme GmbH / admin@partner.example accepted 33666b
Acme GmbH / audit@acme.example pending 8f3e2d
Acme GmbH / max@acme.example ""
Acme GmbH / new@acme.example pending 76f34f
Acme GmbH / third@acme.example "Third"
Initech / admin@partner.example accepted 33666b
Initech / dns@initech.example pending allow a87864 911bef on 21ce71
acme-shop.example / PARTNERS_PRO yearly page_rules=60
acme.example / PARTNERS_PRO monthly page_rules=25
initech.example / PARTNERS_BIZ monthly
)";
const std::string ledger_of_the_later = R"(invited new@acme.example to Acme GmbH: 1 time
paid for TEAMS_STANDARD of Acme GmbH: 1 time
paid for WORKERS_PAID of Acme GmbH: 1 time
paid for acme-shop.example: 1 time
paid for acme.example: 1 time
paid for initech.example: 1 time
)";

/// What is known of the customers' businesses, one line an account that says something.
std::string profiles(const Json& state) {
    std::multiset<std::string> lines;
    for (const Json& account : state.at("accounts")) {
        std::string line = account.at("name").get<std::string>();
        for (const auto& [field, value] : account.at("profile").items()) {
            const auto text = value.get<std::string>();
            if (!text.empty()) line += " / " + field + " " + text;
        }
        if (line != account.at("name").get<std::string>()) lines.insert(line + "\n");
    }
    std::string text;
    for (const std::string& line : lines)
        text += line;
    return text;
}

} // namespace

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

TEST_CASE("what is known of a business goes with a new account, and changes field by field") {
    Simulator simulator(with_quirks(), sample_tenant);
    add_account_to_rename(simulator);
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    REQUIRE(tenantry.apply().exit_code == Exit::done);
    CHECK(profiles(simulator.state()) ==
          "Acme GmbH / business_address Straße 1, Berlin / business_email office@acme.example / "
          "business_name Acme GmbH / external_metadata agency\n"
          "Acme Labs / external_metadata agency\n");
    write_later_sample(workspace);
    REQUIRE(tenantry.apply().exit_code == Exit::done);
    CHECK(tenantry.has_nothing_to_do());
    CHECK(profiles(simulator.state()) ==
          "Acme Group / business_address Straße 1, Berlin / business_email office@acme.example / "
          "business_name Acme Group / business_phone +49 30 1 / external_metadata crm:4711\n"
          "Acme Labs / external_metadata agency\n");
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

TEST_CASE("people and purchases are made, and made once, with prices in the plan") {
    const bool quirks = with_quirks();
    for (const char* lag : {"0ms", "150ms"}) {
        Simulator simulator(quirks, people_and_money.tenant + Words{"--page-lag", lag});
        const auto wait_for_lists = [] { std::this_thread::sleep_for(200ms); };
        people_and_money.prepare(simulator);
        const Workspace workspace;
        people_and_money.write(workspace);
        Tenantry tenantry(simulator, workspace);
        // Looks again after 100 ms and after 300 ms more.
        workspace.write("patient.yaml", "apiVersion: tenantry/v1\nkind: Configuration\nspec:\n"
                                        "  pace: {identity: \"off\", address: \"off\"}\n"
                                        "  retry: {first_wait: 50ms}\n");
        tenantry.environment["TENANTRY_CONFIG"] = "patient.yaml";
        wait_for_lists();

        const std::string plan = tenantry.run({"plan"}).out;
        CHECK_MESSAGE(plan.contains("  free -> USD 20.00 monthly"), plan);
        CHECK_MESSAGE(plan.contains("    acme  +USD 259.17 a month, +USD 3,110.00 a year"), plan);
        const Ended first = tenantry.apply();
        CHECK_MESSAGE(first.exit_code == Exit::done, first.text());
        wait_for_lists();
        CHECK(tenantry.has_nothing_to_do());
        CHECK(tenantry.drift().at("findings").empty());
        CHECK(people_and_plans(simulator.state()) == people_and_plans_of_the_first);
        CHECK(ledger(simulator.control("GET", "/audit")) == ledger_of_the_first);
        CHECK(doubles(simulator.control("GET", "/audit")) == "");

        simulator.control("DELETE", "/audit");
        people_and_money.write_later(workspace);
        const Ended second = tenantry.apply(people_and_money.flags);
        CHECK_MESSAGE(second.exit_code == Exit::done, second.text());
        wait_for_lists();
        CHECK(tenantry.has_nothing_to_do());
        CHECK(tenantry.drift().at("findings").empty());
        CHECK(people_and_plans(simulator.state()) == people_and_plans_of_the_later);
        CHECK(ledger(simulator.control("GET", "/audit")) == ledger_of_the_later);
        CHECK(doubles(simulator.control("GET", "/audit")) == "");
    }
}

TEST_CASE("a member who is there already, in other letters, is not invited") {
    Simulator simulator(with_quirks());
    const std::string id = simulator.add_account({{"name", "Acme"}});
    simulator.control("POST", "/members",
                      {{"email", "Ops@Acme.example"},
                       {"account", {{"id", id}}},
                       {"roles", {"05784afa30c1afe1440e79d9351c7430"}}});
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    workspace.write("manifests/a.yaml",
                    customer("acme", "- name: Acme\n"
                                     "  members: [{email: ops@acme.example, roles: [DNS]}]"));
    CHECK(tenantry.apply().exit_code == Exit::done);
    CHECK(tenantry.has_nothing_to_do());
    CHECK(simulator.control("GET", "/audit").at("invitations").empty());
}

TEST_CASE("a member is as wanted by the role and by the equal policy, whoever moved him there") {
    Simulator simulator(with_quirks());
    const std::string id = simulator.add_account({{"name", "Acme"}});
    const std::string account = "/accounts/" + id;
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    const auto want = [&](const std::string& rights) {
        workspace.write("manifests/a.yaml",
                        customer("acme", "- name: Acme\n  members:\n"
                                         "    - email: ops@acme.example\n      " +
                                             rights));
    };
    const std::string by_role = "roles: [Administrator]";
    const std::string by_policy = "policies: [{permission_groups: [Administrator], "
                                  "resource_groups: [com.cloudflare.api.account." +
                                  id + "]}]";
    want(by_role);
    CHECK(tenantry.apply().exit_code == Exit::done);
    for (const std::string& rights : {by_role, by_policy}) {
        want(rights);
        CHECK_MESSAGE(tenantry.has_nothing_to_do(), rights);
    }
    // Somebody writes the policy that the role means.
    const auto first = [&](const std::string& path) {
        const Json found = simulator.api("GET", account + path).at(0);
        return Json::array({Json{{"id", found.at("id")}}});
    };
    const Json policy = {{"access", "allow"},
                         {"permission_groups", first("/iam/permission_groups?label=admin")},
                         {"resource_groups", first("/iam/resource_groups")}};
    for (const Json& member : simulator.api("GET", account + "/members"))
        if (member.at("email") == "ops@acme.example")
            simulator.api("PUT", account + "/members/" + member.at("id").get<std::string>(),
                          {{"policies", Json::array({policy})}});
    CHECK(people_and_plans(simulator.state()).contains("allow"));
    for (const std::string& rights : {by_role, by_policy}) {
        want(rights);
        CHECK_MESSAGE(tenantry.has_nothing_to_do(), rights);
        CHECK(tenantry.drift().at("findings").empty());
    }
}

TEST_SUITE_END();
