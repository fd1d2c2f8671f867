// Drift: what somebody changed behind our back is found, for what it is, and nothing else is.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <functional>

using namespace tenantry::whole;

namespace {

/// The findings, one a line: "different zone acme/Acme GmbH/zone/acme.example paused: true, not
/// false".
std::string findings(const Json& drift) {
    std::string text;
    for (const Json& finding : drift.at("findings")) {
        text += finding.at("class").get<std::string>() + " " +
                finding.at("kind").get<std::string>() + " " +
                finding.at("address").get<std::string>();
        const bool different = finding.at("class") == "different";
        for (const Json& field : different ? finding.at("fields") : Json::array()) {
            text += " " + field.at("field").get<std::string>() + ": " + field.at("before").dump() +
                    ", not " + field.at("after").dump();
        }
        text += "\n";
    }
    return text;
}

/// A change made at the dashboard, and what drift says about it.
struct Row {
    std::string what = {};
    std::function<void(Simulator&)> change = {};
    std::string expected = {};
};

std::string id_of_account(Simulator& simulator, const std::string& name) {
    const Json state = simulator.state();
    for (const Json& account : state.at("accounts")) {
        if (account.at("name") == name) return account.at("id");
    }
    return "";
}

const std::vector<Row> rows = {
    {"nothing", [](Simulator&) {}, ""},
    {"a zone was paused",
     [](Simulator& simulator) { simulator.change_zone("acme.example", {{"paused", true}}); }, ""},
    {"a zone was unpaused",
     [](Simulator& simulator) { simulator.change_zone("acme-shop.example", {{"paused", false}}); },
     "different zone acme/Acme GmbH/zone/acme-shop.example paused: false, not true\n"},
    {"a zone got another type",
     [](Simulator& simulator) { simulator.change_zone("acme.example", {{"type", "partial"}}); },
     "different zone acme/Acme GmbH/zone/acme.example type: \"partial\", not \"full\"\n"},
    {"an account was renamed",
     [](Simulator& simulator) { simulator.change_account("Bare", {{"name", "Renamed"}}); },
     "unmanaged account (unmanaged)/Renamed\nmissing account bare/Bare\n"
     "missing access_user bare/Bare/access user/jdoe@acme.example\n"},
    {"an account was made",
     [](Simulator& simulator) { simulator.add_account({{"name", "Stranger/Inc"}}); },
     "unmanaged account (unmanaged)/Stranger%2FInc\n"},
    {"a zone was added",
     [](Simulator& simulator) {
         simulator.add_zone("stranger.example", id_of_account(simulator, "Acme GmbH"));
     },
     "unmanaged zone acme/Acme GmbH/zone/stranger.example\n"},
    {"a zone was added where zones are not managed",
     [](Simulator& simulator) {
         simulator.add_zone("stranger.example", id_of_account(simulator, "Bare"));
     },
     ""},
    {"a zone was deleted", [](Simulator& simulator) { simulator.delete_zone("bücher.example"); },
     "missing zone acme/Acme Labs/zone/Bücher.example.\n"},
    {"a setting was changed",
     [](Simulator& simulator) {
         simulator.change_account("Acme Labs", {{"settings", {{"enforce_twofactor", false}}}});
     },
     "different account acme/Acme Labs settings.enforce_twofactor: false, not true\n"},
    {"what is known of the business was changed",
     [](Simulator& simulator) {
         simulator.change_account("Acme Labs", {{"profile", {{"external_metadata", "crm:1"}}}});
     },
     "different account acme/Acme Labs external_metadata: \"crm:1\", not \"agency\"\n"},
    {"what is known of the business was changed where nobody manages it",
     [](Simulator& simulator) {
         simulator.change_account("Globex Corporation", {{"profile", {{"business_name", "G"}}}});
     },
     ""},
    {"a user of Zero Trust was renamed, and somebody signed in",
     [](Simulator& simulator) {
         const std::string id = id_of_account(simulator, "Bare");
         simulator.control("PATCH", "/access-users/by-account/" + id + "/JDOE@acme.example",
                           {{"name", "J."}});
         simulator.control("POST", "/access-users",
                           {{"account", {{"id", id}}}, {"email", "stranger@acme.example"}});
     },
     "different access_user bare/Bare/access user/jdoe@acme.example name: \"J.\", not "
     "\"Jane\"\n"},
    {"a setting was changed that nobody manages",
     [](Simulator& simulator) {
         simulator.change_account("Globex Corporation",
                                  {{"settings", {{"abuse_contact_email", "x@y.example"}}}});
     },
     ""},
};

} // namespace

TEST_SUITE_BEGIN("drift");

TEST_CASE("drift finds exactly what was changed behind our back") {
    const bool quirks = with_quirks();
    for (const Row& row : rows) {
        CAPTURE(row.what);
        Simulator simulator(quirks, sample_tenant);
        const Workspace workspace;
        write_sample(workspace);
        workspace.write("manifests/bare.yaml",
                        customer("bare", "- name: Bare\n  access_users: "
                                         "[{email: jdoe@acme.example, name: Jane}]"));
        const Tenantry tenantry(simulator, workspace);
        REQUIRE(tenantry.apply().exit_code == Exit::done);
        REQUIRE(findings(tenantry.drift()) == "");
        row.change(simulator);

        CHECK(findings(tenantry.drift()) == row.expected);
        const Ended ended = tenantry.run({"drift", "--detailed-exitcode"});
        CHECK(ended.exit_code == (row.expected.empty() ? Exit::done : Exit::differences));
        CHECK(ended.out.starts_with("No drift: ") == row.expected.empty());
    }
}

TEST_CASE("what drift says of its exit code is so") {
    Simulator simulator(with_quirks(), sample_tenant);
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    REQUIRE(tenantry.apply().exit_code == Exit::done);
    simulator.change_zone("acme-shop.example", {{"paused", false}});
    const auto told = [&](int code) {
        const Ended ended = tenantry.run({"drift"});
        const Ended detailed = tenantry.run({"drift", "--detailed-exitcode"});
        CHECK_MESSAGE(detailed.exit_code == code, detailed.text());
        CHECK_MESSAGE(ended.err.contains("note: there is drift; "), ended.text());
        return ended.err.substr(ended.err.find("note: there is drift; ") + 22);
    };
    CHECK(told(Exit::differences) == "--detailed-exitcode makes the exit code 2\n");
    workspace.write("manifests/broken.yaml",
                    customer("broken", "- {name: Nowhere, unit: no such unit}"));
    CHECK(told(Exit::partly) ==
          "the exit code is 3 because of the errors, with --detailed-exitcode, too\n");
}

TEST_CASE("drift in words names the object, what is live and what is wanted") {
    Simulator simulator(with_quirks(), sample_tenant);
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    REQUIRE(tenantry.apply().exit_code == Exit::done);
    simulator.change_zone("acme-shop.example", {{"paused", false}});
    simulator.delete_zone("globex.example");
    simulator.add_account({{"name", "Stranger"}});

    const std::string out = tenantry.run({"drift"}).out;
    CHECK(out.contains("~ acme/Acme GmbH/zone/acme-shop.example  medium: different zone, "
                       "manifests/customers/acme.yaml:16\n    paused   live false, wanted true  "
                       "(manifests/customers/acme.yaml:16)\n"));
    CHECK(out.contains("- globex/Globex Corporation/zone/globex.example  medium: missing zone"));
    CHECK(out.contains("? (unmanaged)/Stranger  medium: unmanaged account\n"));
    CHECK(out.contains("Drift: 1 missing, 1 different, 1 unmanaged (3 medium); 0 customers as "
                       "wanted. 2 of 2 customers judged.\n"));
}

TEST_CASE("drift of one customer says nothing about the others and their accounts") {
    Simulator simulator(with_quirks(), sample_tenant);
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    REQUIRE(tenantry.apply().exit_code == Exit::done);
    simulator.change_zone("acme-shop.example", {{"paused", false}});
    simulator.add_account({{"name", "Stranger"}});
    CHECK(findings(tenantry.drift({"--customer", "globex"})) == "");
    CHECK(findings(tenantry.drift({"--customer", "acme"})) ==
          "different zone acme/Acme GmbH/zone/acme-shop.example paused: false, not true\n");
}

TEST_SUITE_END();
