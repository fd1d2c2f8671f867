// What people do with invitations and at the dashboard: drift names it, and an apply neither sends
// an invitation again nor takes away what must stay.
#include "tests/support/audit.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <functional>

using namespace tenantry::whole;

namespace {

constexpr const char* administrator = "05784afa30c1afe1440e79d9351c7430";
constexpr const char* super_administrator = "33666b9c79b9a5273fc7344ff42f953d";

/// The findings, one a line: "different member ADDRESS roles".
std::string findings(const Json& drift) {
    std::string text;
    for (const Json& finding : drift.at("findings")) {
        text += finding.at("class").get<std::string>() + " " +
                finding.at("kind").get<std::string>() + " " +
                finding.at("address").get<std::string>();
        const bool different = finding.at("class") == "different";
        for (const Json& field : different ? finding.at("fields") : Json::array())
            text += " " + field.at("field").get<std::string>();
        text += "\n";
    }
    return text;
}

/// The sample with people and money, applied.
struct World {
    explicit World(bool quirks) : simulator(quirks, people_and_money.tenant) {
        people_and_money.prepare(simulator);
        people_and_money.write(workspace);
        const Ended ended = tenantry.apply();
        REQUIRE_MESSAGE(ended.exit_code == Exit::done, ended.text());
    }

    void change(const std::string& object, const Json& changes) {
        simulator.control("PATCH", object, changes);
    }
    std::string id_of(const std::string& account) {
        return simulator.control("GET", "/accounts/by-name/" + account).at("id");
    }
    std::string ledger_now() { return ledger(simulator.control("GET", "/audit")); }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
};

/// A change made at the dashboard, what drift says about it, and whether an apply mends it.
struct Row {
    std::string what = {};
    std::function<void(World&)> change = {};
    std::string expected = {};
    Words flags = {};
    bool mends = true;
};

const std::vector<Row> rows = {
    {"nothing", [](World&) {}, ""},
    {"an invitation was accepted",
     [](World& w) { w.change("/members/by-name/ops@acme.example", {{"status", "accepted"}}); }, ""},
    {"a member got another role",
     [](World& w) { w.change("/members/by-name/ops@acme.example", {{"roles", {administrator}}}); },
     "different member acme/Acme GmbH/member/Ops@acme.example roles\n"},
    {"an accepted member lost a role",
     [](World& w) {
         w.change("/members/by-name/audit@acme.example",
                  {{"status", "accepted"}, {"roles", {administrator}}});
         w.change("/members/by-name/ops@acme.example", {{"status", "accepted"}});
     },
     "different member acme/Acme GmbH/member/audit@acme.example roles\n"},
    {"a member's policy denies now",
     [](World& w) {
         Json member = w.simulator.control("GET", "/members/by-name/dns@initech.example");
         member["policies"][0]["access"] = "deny";
         w.change("/members/by-name/dns@initech.example", {{"policies", member["policies"]}});
     },
     "different member initech/Initech/member/dns@initech.example policies\n"},
    {"a member was removed",
     [](World& w) { w.simulator.control("DELETE", "/members/by-name/audit@acme.example"); },
     "missing member acme/Acme GmbH/member/audit@acme.example\n"},
    {"a stranger became a member",
     [](World& w) {
         w.simulator.control("POST", "/members",
                             {{"email", "stranger@acme.example"},
                              {"account", {{"id", w.id_of("Initech")}}},
                              {"roles", {administrator}}});
     },
     "unmanaged member initech/Initech/member/stranger@acme.example\n",
     {},
     false},
    {"a zone got a lower plan",
     [](World& w) {
         w.change("/zone-subscriptions/by-name/acme-shop.example",
                  {{"rate_plan", {{"id", "PARTNERS_PRO"}}}});
     },
     "different zone_subscription acme/Acme GmbH/zone/acme-shop.example/plan rate_plan\n"},
    {"a zone got a higher plan",
     [](World& w) {
         w.change("/zone-subscriptions/by-name/acme.example",
                  {{"rate_plan", {{"id", "PARTNERS_BIZ"}}}});
     },
     "different zone_subscription acme/Acme GmbH/zone/acme.example/plan rate_plan\n",
     {"--allow-downgrade"}},
    {"a free zone got a paid plan",
     [](World& w) {
         const Json zone = w.simulator.control("GET", "/zones/by-name/initech.example");
         w.simulator.control(
             "POST", "/zone-subscriptions",
             {{"zone", {{"id", zone.at("id")}}}, {"rate_plan", {{"id", "PARTNERS_PRO"}}}});
     },
     "different zone_subscription initech/Initech/zone/initech.example/plan rate_plan\n",
     {"--allow-downgrade"}},
    {"a paid plan was ended",
     [](World& w) { w.simulator.control("DELETE", "/zone-subscriptions/by-name/acme.example"); },
     "different zone_subscription acme/Acme GmbH/zone/acme.example/plan rate_plan\n"},
    {"a component of a zone plan was changed",
     [](World& w) {
         w.change("/zone-subscriptions/by-name/acme-shop.example",
                  {{"component_values", {{{"name", "page_rules"}, {"value", 55}}}}});
     },
     "different zone_subscription acme/Acme GmbH/zone/acme-shop.example/plan "
     "components.page_rules\n"},
    {"a component that nobody manages was changed",
     [](World& w) {
         w.change("/zone-subscriptions/by-name/acme-shop.example",
                  {{"component_values",
                    {{{"name", "page_rules"}, {"value", 60}},
                     {{"name", "dedicated_certificates"}, {"value", 2}}}}});
     },
     ""},
    {"a zone plan is paid monthly now",
     [](World& w) {
         w.change("/zone-subscriptions/by-name/acme-shop.example", {{"frequency", "monthly"}});
     },
     "different zone_subscription acme/Acme GmbH/zone/acme-shop.example/plan frequency\n"},
    {"a subscription has fewer users",
     [](World& w) {
         w.change("/subscriptions/by-name/TEAMS_STANDARD",
                  {{"component_values", {{{"name", "users"}, {"value", 10}}}}});
     },
     "different account_subscription acme/Acme GmbH/subscription/TEAMS_STANDARD "
     "components.users\n"},
    {"a subscription is paid monthly now",
     [](World& w) {
         w.change("/subscriptions/by-name/TEAMS_STANDARD", {{"frequency", "monthly"}});
     },
     "different account_subscription acme/Acme GmbH/subscription/TEAMS_STANDARD frequency\n"},
    {"a subscription expired",
     [](World& w) { w.change("/subscriptions/by-name/TEAMS_STANDARD", {{"state", "Expired"}}); },
     "missing account_subscription acme/Acme GmbH/subscription/TEAMS_STANDARD\n"},
    {"a subscription was bought",
     [](World& w) {
         w.simulator.control(
             "POST", "/subscriptions",
             {{"account", {{"id", initech}}}, {"rate_plan", {{"id", "WORKERS_PAID"}}}});
     },
     "unmanaged account_subscription initech/Initech/subscription/WORKERS_PAID\n",
     {},
     false},
};

} // namespace

TEST_SUITE_BEGIN("states");

TEST_CASE("drift names what was changed with people and plans, and an apply mends it") {
    const bool quirks = with_quirks();
    for (const Row& row : rows) {
        CAPTURE(row.what);
        World world(quirks);
        REQUIRE(findings(world.tenantry.drift()) == "");
        row.change(world);
        CHECK(findings(world.tenantry.drift()) == row.expected);
        const bool differs = !row.expected.empty();
        CHECK(world.tenantry.run({"drift", "--detailed-exitcode"}).exit_code ==
              (differs ? Exit::differences : Exit::done));

        world.simulator.control("DELETE", "/audit"); // what was ended there may be bought again
        const Ended applied = world.tenantry.apply(row.flags);
        CHECK_MESSAGE(applied.exit_code == Exit::done, applied.text());
        CHECK(findings(world.tenantry.drift()) == (row.mends ? "" : row.expected));
        CHECK(world.tenantry.has_nothing_to_do());
        CHECK(doubles(world.simulator.control("GET", "/audit")) == "");
    }
}

TEST_CASE("who has not answered is waited for, who said no is reported, and both are asked once") {
    World world(with_quirks());
    const std::string before = world.ledger_now();
    const Ended waiting = world.tenantry.run({"plan"});
    CHECK_MESSAGE(waiting.out.contains("Waiting for 3 people:\n"
                                       "    acme/Acme GmbH/member/Ops@acme.example\n"),
                  waiting.text());
    world.change("/members/by-name/ops@acme.example", {{"status", "accepted"}});
    world.change("/members/by-name/dns@initech.example", {{"status", "rejected"}});

    const Ended plan = world.tenantry.run({"plan"});
    CHECK(plan.exit_code == Exit::done);
    CHECK_MESSAGE(plan.out.contains("Waiting for 1 person:\n"
                                    "    acme/Acme GmbH/member/audit@acme.example\n"),
                  plan.text());
    CHECK_MESSAGE(plan.out.contains("1 invitation was rejected:\n"
                                    "    initech/Initech/member/dns@initech.example\n"
                                    "  hint: delete the invitation"),
                  plan.text());
    CHECK_MESSAGE(!plan.err.contains("rejected"), plan.text());
    CHECK(world.tenantry.apply().exit_code == Exit::done);
    CHECK(world.tenantry.apply().exit_code == Exit::done);
    CHECK(world.ledger_now() == before);
    CHECK(findings(world.tenantry.drift()) ==
          "different member initech/Initech/member/dns@initech.example\n");
}

TEST_CASE("an invitation that waits gets its new roles without being sent again") {
    World world(with_quirks());
    const std::string before = world.ledger_now();
    std::string text = world.workspace.read("manifests/acme.yaml");
    text.replace(text.find("[Administrator, DNS]"), 20, "[Analytics]");
    world.workspace.write("manifests/acme.yaml", text);
    CHECK(world.tenantry.apply().exit_code == Exit::done);
    CHECK(world.tenantry.has_nothing_to_do());
    CHECK(world.ledger_now() == before);
}

TEST_CASE("the user behind the credential is in no manifest and no finding") {
    World world(with_quirks());
    world.tenantry.environment.erase("CLOUDFLARE_API_TOKEN");
    world.tenantry.environment["CLOUDFLARE_EMAIL"] = "Admin@Partner.example";
    world.tenantry.environment["CLOUDFLARE_API_KEY"] = world.simulator.key();
    CHECK(findings(world.tenantry.drift()) == "");
}

TEST_CASE("the last administrator is not demoted, nor the user behind the credential") {
    Simulator simulator(with_quirks());
    const std::string id = simulator.add_account({{"name", "Acme"}});
    const auto add = [&](const char* email, const char* status) {
        simulator.control("POST", "/members",
                          {{"email", email},
                           {"status", status},
                           {"account", {{"id", id}}},
                           {"roles", {super_administrator}}});
    };
    simulator.control("DELETE", "/members/by-name/admin@partner.example");
    add("boss@acme.example", "accepted");
    add("second@acme.example", "pending");
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    const auto write = [&](const std::string& email) {
        workspace.write("manifests/a.yaml", customer("acme", "- name: Acme\n  members: [{email: " +
                                                                 email + ", roles: [DNS]}]"));
    };
    const std::string before = people_and_plans(simulator.state());
    write("boss@acme.example");
    const Ended last = tenantry.apply();
    CHECK_MESSAGE(last.exit_code == Exit::error, last.text());
    CHECK_MESSAGE(last.err.contains("this would leave the account without an administrator"),
                  last.text());
    CHECK(people_and_plans(simulator.state()) == before);

    // With another one who accepted it may be done.
    simulator.control("PATCH", "/members/by-name/second@acme.example", {{"status", "accepted"}});
    CHECK(tenantry.apply().exit_code == Exit::done);
    CHECK(tenantry.has_nothing_to_do());

    add("admin@partner.example", "accepted");
    write("admin@partner.example");
    const Ended self = tenantry.apply();
    CHECK_MESSAGE(self.exit_code == Exit::error, self.text());
    CHECK_MESSAGE(self.err.contains("the user whose credential is running"), self.text());
}

TEST_CASE("a plan is lowered only with --allow-downgrade, and is free again then") {
    World world(with_quirks());
    std::string text = world.workspace.read("manifests/acme.yaml");
    text.replace(text.find("- name: acme.example"), 20, "- {name: acme.example, plan: free}");
    world.workspace.write("manifests/acme.yaml", text);
    const Ended plan = world.tenantry.run({"plan"});
    CHECK_MESSAGE(plan.out.contains("  USD 20.00 monthly -> free  (a downgrade)"), plan.text());
    CHECK_MESSAGE(plan.out.contains("refused     by guard downgrade"), plan.text());
    const Ended refused = world.tenantry.apply();
    CHECK_MESSAGE(refused.exit_code == Exit::guarded, refused.text());
    CHECK_MESSAGE(refused.err.contains("run it with --allow-downgrade if it is meant"),
                  refused.text());
    CHECK(people_and_plans(world.simulator.state()).contains("acme.example / PARTNERS_PRO"));

    CHECK(world.tenantry.apply({"--allow-downgrade"}).exit_code == Exit::done);
    CHECK(world.tenantry.has_nothing_to_do());
    CHECK(!people_and_plans(world.simulator.state()).contains("acme.example / PARTNERS_PRO"));
    CHECK(doubles(world.simulator.control("GET", "/audit")) == "");

    // And bought once more, where it was paid before.
    people_and_money.write(world.workspace);
    CHECK(world.tenantry.apply().exit_code == Exit::done);
    CHECK(world.tenantry.has_nothing_to_do());
}

TEST_SUITE_END();
