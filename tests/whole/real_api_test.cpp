// What the API does besides its documents, and what it does from some day on (API reference,
// sections 4, 6, 20 to 23).
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;

namespace {

void expect(const Ended& ended, int exit_code, const std::string& says) {
    CHECK_MESSAGE(ended.exit_code == exit_code, ended.text());
    CHECK_MESSAGE(ended.text().contains(says), ended.text());
}

/// A user beside the tenant's, who has accepted these roles in an account.
void add_person(Simulator& simulator, const std::string& account, const Json& roles) {
    simulator.control("POST", "/users",
                      {{"email", "reader@acme.example"}, {"token", "readers-token-0123456789"}});
    simulator.control("POST", "/members",
                      {{"email", "reader@acme.example"},
                       {"account", {{"id", account}}},
                       {"status", "accepted"},
                       {"roles", roles}});
}

constexpr const char* dns = "20000000000000000000000000000007";

std::string role_named(Simulator& simulator, const std::string& account, const std::string& name) {
    for (const Json& role : simulator.api("GET", "/accounts/" + account + "/roles?per_page=50")) {
        if (role.at("name") == name) return role.at("id");
    }
    return dns;
}

} // namespace

TEST_SUITE_BEGIN("real_api");

// Section 23.
TEST_CASE("a list that a right is missing for leaves out what stands in it, and nothing else") {
    Simulator simulator(with_quirks());
    const std::string account = simulator.add_account({{"name", "Acme"}});
    simulator.add_zone("acme.example", account);
    add_person(simulator, account, {role_named(simulator, account, "DNS")});
    const Workspace workspace;
    workspace.write("manifests/a.yaml",
                    customer("acme", "- name: Acme\n"
                                     "  subscriptions: [{plan: TEAMS_STANDARD}]\n"
                                     "  zones: [{name: acme.example}]"));
    Tenantry tenantry(simulator, workspace);
    tenantry.environment["CLOUDFLARE_API_TOKEN"] = "readers-token-0123456789";
    const Ended plan = tenantry.run({"plan"});
    expect(plan, Exit::partly,
           "cannot read its account subscriptions: GET /accounts/" + account +
               "/subscriptions answered 403: Forbidden (code 10000)");
    expect(plan, Exit::partly, "it takes Billing Read");
    expect(plan, Exit::partly, "https://developers.cloudflare.com/");
    CHECK_MESSAGE(!plan.text().contains("does not accept this credential"), plan.text());
    // Nothing is bought because of a list that nobody has seen, and drift does not call it missing.
    expect(tenantry.apply(), Exit::partly, "cannot read its account subscriptions");
    CHECK(simulator.state().at("subscriptions").empty());
    const Ended drift = tenantry.run({"drift"});
    CHECK_MESSAGE(drift.text().contains("0 missing"), drift.text());
    // With the right, the same manifest is planned as a whole.
    tenantry.environment["CLOUDFLARE_API_TOKEN"] = simulator.token();
    CHECK(tenantry.plan().at("steps").size() == 1);
    // A saved plan knows what was not read, so that it shows what was planned and no more.
    tenantry.environment["CLOUDFLARE_API_TOKEN"] = "readers-token-0123456789";
    workspace.write("manifests/a.yaml",
                    customer("acme", "- name: Acme\n"
                                     "  subscriptions: [{plan: TEAMS_STANDARD}]\n"
                                     "  zones: [{name: acme.example, paused: true}]"));
    expect(tenantry.run({"plan", "--out", "plan.json"}), Exit::partly, "0 to create, 1 to update");
    const Ended shown = tenantry.run({"show", "plan.json"});
    CHECK_MESSAGE(shown.out.contains("0 to create, 1 to update"), shown.text());
}

// Section 6: from 2027-03-31 on.
TEST_CASE("without the list of all settings each managed one is read, and the list is asked once") {
    Simulator simulator(with_quirks(), unlimited + Words{"--no-bulk-settings"});
    const std::string account = simulator.add_account({{"name", "Acme"}});
    std::string zones;
    for (int i = 0; i < 6; ++i) {
        const std::string name = "z" + std::to_string(i) + ".example";
        simulator.add_zone(name, account);
        zones += "    - {name: " + name +
                 ", settings: {ssl: strict, brotli: \"off\", security_header: "
                 "{strict_transport_security: {enabled: true}}}}\n";
    }
    const Workspace workspace;
    workspace.write("manifests/a.yaml", customer("acme", "- name: Acme\n  zones:\n" + zones));
    const Tenantry tenantry(simulator, workspace);
    simulator.forget_requests();
    const Json plan = tenantry.plan();
    CHECK(simulator.requests_by_endpoint()["GET /zones/{zone_id}/settings"] == 1);
    CHECK(simulator.requests_by_endpoint()["GET /zones/{zone_id}/settings/{setting_id}"] == 18);
    // Three settings a zone are written, and a map is read again before that: by three calls.
    CHECK(plan.at("calls") == 6 * (3 + 3));
    simulator.forget_requests();
    CHECK(tenantry.apply().exit_code == Exit::done);
    CHECK(simulator.requests_by_endpoint()["GET /zones/{zone_id}/settings"] == 1);
    CHECK(simulator.requests_by_endpoint()["PATCH /zones/{zone_id}/settings/{setting_id}"] == 18);
    CHECK(tenantry.has_nothing_to_do());
}

// Section 4.
TEST_CASE("a member whose status nobody knows is neither fine nor touched") {
    Simulator simulator(with_quirks());
    const std::string account = simulator.add_account({{"name", "Acme"}});
    simulator.control("POST", "/members",
                      {{"email", "a@acme.example"},
                       {"account", {{"id", account}}},
                       {"status", "suspended"},
                       {"roles", {"05784afa30c1afe1440e79d9351c7430"}}});
    const Workspace workspace;
    workspace.write(
        "manifests/a.yaml",
        customer("acme", "- {name: Acme, members: [{email: a@acme.example, roles: [Billing]}]}"));
    const Tenantry tenantry(simulator, workspace);
    expect(tenantry.run({"plan"}), Exit::done,
           "1 member has a status that tenantry does not know:");
    expect(tenantry.run({"plan"}), Exit::done, "acme/Acme/member/a@acme.example: \"suspended\"");
    expect(tenantry.run({"drift", "--detailed-exitcode"}), Exit::differences,
           "its status is \"suspended\", which tenantry does not know");
    simulator.forget_requests();
    CHECK(tenantry.apply().exit_code == Exit::done);
    CHECK(simulator.requests_by_endpoint()["PUT /accounts/{account_id}/members/{member_id}"] == 0);
}

// Sections 4 and 20.
TEST_CASE("a member is accepted at once where the tenant may do that, and only when created") {
    const char* const manifest = "- name: Acme\n"
                                 "  members:\n"
                                 "    - {email: new@acme.example, roles: [Billing], "
                                 "status: accepted}\n"
                                 "    - {email: old@acme.example, roles: [Billing], "
                                 "status: accepted}";
    const auto prepare = [&](Simulator& simulator, const Workspace& workspace) {
        const std::string account = simulator.add_account({{"name", "Acme"}});
        simulator.control("POST", "/members",
                          {{"email", "old@acme.example"},
                           {"account", {{"id", account}}},
                           {"status", "pending"},
                           {"roles", {role_named(simulator, account, "Billing")}}});
        workspace.write("manifests/a.yaml",
                        customer("acme", manifest) + customer("globex", "- {name: Globex}"));
    };
    SUBCASE("it may") {
        Simulator simulator(with_quirks());
        const Workspace workspace;
        prepare(simulator, workspace);
        const Tenantry tenantry(simulator, workspace);
        CHECK(tenantry.apply().exit_code == Exit::done);
        const Json added = simulator.control("GET", "/members/by-name/new@acme.example");
        CHECK(added.at("status") == "accepted");
        const Json there = simulator.control("GET", "/members/by-name/old@acme.example");
        CHECK(there.at("status") == "pending"); // nobody is accepted in another's name
        expect(tenantry.run({"plan"}), Exit::done, "Waiting for 1 person");
        CHECK(tenantry.has_nothing_to_do());
    }
    SUBCASE("it may not") {
        Simulator simulator(with_quirks(), {"--entitlements", "none"});
        const Workspace workspace;
        prepare(simulator, workspace);
        const Tenantry tenantry(simulator, workspace);
        const Ended ended = tenantry.apply();
        expect(ended, Exit::partly,
               "a member who is accepted without an invitation is not allowed");
        expect(ended, Exit::partly, "manifests/a.yaml:9:");
        CHECK(simulator.state().at("members").size() <= 4);
        CHECK(simulator.control("GET", "/accounts/by-name/Globex").at("name") == "Globex");
    }
    SUBCASE("nobody asks where no member wants it") {
        Simulator simulator(with_quirks());
        const Workspace workspace;
        workspace.write("manifests/a.yaml",
                        customer("acme", "- {name: Acme, members: [{email: a@acme.example, "
                                         "roles: [Billing]}]}"));
        const Tenantry tenantry(simulator, workspace);
        CHECK(tenantry.apply().exit_code == Exit::done);
        CHECK(simulator.requests_by_endpoint()["GET /tenants/{tenant_id}/entitlements"] == 0);
    }
}

// Section 21.
TEST_CASE("units that are organizations are found by name, where the credential may see them") {
    Simulator simulator(with_quirks(), {"--units", "12", "--organizations"});
    const Workspace workspace;
    const Json tenants = simulator.state();
    workspace.write("manifests/a.yaml", customer("acme", "- {name: Acme, unit: APAC resale}"));
    Tenantry tenantry(simulator, workspace);
    expect(tenantry.run({"plan"}), Exit::error, "APAC resale"); // a token may not
    tenantry.use_key(simulator);
    CHECK(tenantry.apply().exit_code == Exit::done);
    CHECK(tenantry.has_nothing_to_do());
    // Whoever administers the organization is in no list, so nobody there is the last one.
    const std::string account = simulator.control("GET", "/accounts/by-name/Acme").at("id");
    simulator.control("POST", "/members",
                      {{"email", "boss@acme.example"},
                       {"account", {{"id", account}}},
                       {"status", "accepted"},
                       {"roles", {"05784afa30c1afe1440e79d9351c7430"}}});
    simulator.control("DELETE", "/members/by-account/" + account + "/" + simulator.email());
    workspace.write("manifests/a.yaml",
                    customer("acme", "- {name: Acme, unit: APAC resale, members: "
                                     "[{email: boss@acme.example, roles: [Billing]}]}"));
    CHECK(tenantry.apply().exit_code == Exit::done);
}

// Section 22.
TEST_CASE("a token that belongs to an account is told as that, and tokens are never shown") {
    Simulator simulator(with_quirks());
    const std::string account = simulator.add_account({{"name", "Acme"}});
    const std::string token = "cfat_0123456789abcdefghijklmnopqrstuvwxyzABCD";
    simulator.control("POST", "/account-tokens", {{"account", account}, {"token", token}});
    const Workspace workspace;
    const std::string stranger = "cfut_" + std::string(40, 'x');
    workspace.write("manifests/a.yaml",
                    customer("acme", "- {name: Acme, external_metadata: " + stranger + "}"));
    Tenantry tenantry(simulator, workspace);
    for (const Words& words : {Words{"plan"}, Words{"plan", "--json"}}) {
        const Ended plan = tenantry.run(words);
        CHECK_MESSAGE(!plan.text().contains(stranger), plan.text());
        CHECK_MESSAGE(plan.text().contains("***"), plan.text());
    }
    tenantry.environment["CLOUDFLARE_API_TOKEN"] = token;
    expect(tenantry.run({"plan"}), Exit::no_credential,
           "the token that is used belongs to an account");
    const Ended doctor = tenantry.run({"doctor"});
    expect(doctor, Exit::no_credential, "accounts are not listed for those");
    CHECK_MESSAGE(!doctor.text().contains(token), doctor.text());
}

// Section 23.
TEST_CASE("errors of the gateway are waited out, but for those that are not worth repeating") {
    Simulator simulator(with_quirks(), {"--tenant", "3x2"});
    const Workspace workspace;
    write_live_tenant(workspace, simulator.state());
    const Tenantry tenantry(simulator, workspace);
    simulator.fail_nth(1, "gateway");
    CHECK(tenantry.has_nothing_to_do());
    simulator.fail_nth(1, "gateway-526");
    const Ended ended = tenantry.run({"plan"});
    expect(ended, Exit::error, "Cloudflare's gateway (origin) says: Error 526");
    expect(ended, Exit::error, "trying again does not help");
    CHECK(simulator.requests() == 1);
}

TEST_CASE("a certificate that is not accepted is not worth another try") {
    const Workspace workspace;
    Simulator simulator(false, {"--tls", "--ca-out", workspace.path_of("ca.pem")});
    Simulator other(false, {"--tls", "--ca-out", workspace.path_of("other.pem")});
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    const Ended ended = tenantry.run({"plan", "--ca-file", "other.pem"});
    expect(ended, Exit::error, "certificate");
    expect(ended, Exit::error, "trying again does not help; \"tenantry doctor\" tells");
    CHECK_MESSAGE(!ended.text().contains("may help"), ended.text());
}

TEST_SUITE_END();
