// Settings and holds of zones: an apply leaves them as wanted, waits for the plan that they need,
// and says beforehand what cannot be.
#include "tests/support/audit.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tenantry::whole;

namespace {

using Calls = std::map<std::string, long long>;

/// A tenant with an account and two zones of it, free as they come.
struct World {
    explicit World(const Words& options = {}) : simulator(with_quirks(), unlimited + options) {
        const std::string account = simulator.add_account({{"name", "Acme GmbH"}});
        simulator.add_zone("acme.example", account);
        simulator.add_zone("münchen.example", account);
    }

    void want(const std::string& zones) {
        workspace.write("manifests/acme.yaml",
                        customer("acme", "- name: Acme GmbH\n  zones:\n" + zones));
    }
    Json setting(const std::string& zone, const std::string& id) {
        return simulator.control("GET", "/zone-settings/by-name/" + zone).at(id);
    }
    /// What a plan that finds nothing to do asks for.
    Calls calls() {
        simulator.forget_requests();
        CHECK(tenantry.has_nothing_to_do());
        Calls calls = simulator.requests_by_endpoint();
        std::erase_if(calls, [](const auto& call) {
            return call.first.find("/settings") == call.first.npos &&
                   call.first.find("/hold") == call.first.npos;
        });
        return calls;
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
};

} // namespace

TEST_SUITE_BEGIN("settings");

TEST_CASE("settings are brought to what is wanted, and only those that are written") {
    World world;
    world.want(R"(    - name: acme.example
      settings:
        ssl: strict
        always_use_https: on
        browser_cache_ttl: 14400
        ssl_recommender: on
        ciphers: [ECDHE-RSA-AES128-GCM-SHA256]
        minify: {css: on}
        security_header: {strict_transport_security: {enabled: true}}
)");
    CHECK(world.tenantry.apply().exit_code == Exit::done);
    CHECK(world.tenantry.has_nothing_to_do());
    CHECK(world.setting("acme.example", "ssl") == "strict");
    CHECK(world.setting("acme.example", "ssl_recommender") == true);
    CHECK(world.setting("acme.example", "minify") ==
          Json({{"css", "on"}, {"html", "off"}, {"js", "off"}}));
    const Json header = world.setting("acme.example", "security_header");
    CHECK(header.at("strict_transport_security").at("enabled") == true);
    CHECK(header.at("strict_transport_security").at("nosniff") == false);
    CHECK(world.setting("acme.example", "brotli") == "on"); // as it was
}

TEST_CASE("settings of an international name, written in either way") {
    World world;
    for (const std::string name : {"München.example", "xn--mnchen-3ya.example"}) {
        const std::string ssl = name.front() == 'M' ? "strict" : "flexible";
        world.want("    - {name: " + name + ", settings: {ssl: " + ssl + "}}\n");
        CHECK(world.tenantry.apply().exit_code == Exit::done);
        CHECK(world.tenantry.has_nothing_to_do());
        CHECK(world.setting("münchen.example", "ssl") == ssl);
    }
}

TEST_CASE("what a plan brings is set once the plan shows, also of a zone that is new") {
    World world({"--entitlement-lag", "700ms"});
    world.want(R"(    - {name: acme.example, plan: pro, settings: {mirage: on, ssl: strict}}
    - {name: new.example, plan: business, settings: {image_resizing: on, polish: lossy}}
    - {name: held.example.net, plan: enterprise, hold: {hold: true, include_subdomains: true}}
    - {name: open.example, plan: enterprise, hold: false}
)");
    const Ended applied = world.tenantry.apply();
    CHECK_MESSAGE(applied.exit_code == Exit::done, applied.text());
    CHECK(world.tenantry.has_nothing_to_do());
    CHECK(world.setting("acme.example", "mirage") == "on");
    CHECK(world.setting("new.example", "polish") == "lossy");
    CHECK(doubles(world.simulator.control("GET", "/audit")) == "");
}

TEST_CASE("a plan that does not show in time is said, and the next apply goes on") {
    World world({"--entitlement-lag", "5s"});
    world.want("    - {name: acme.example, plan: pro, settings: {mirage: on}}\n");
    const Ended applied = world.tenantry.apply();
    CHECK_MESSAGE(applied.exit_code == Exit::partly, applied.text());
    CHECK_MESSAGE(
        applied.out.contains("mirage cannot be changed yet: what was bought does not show"),
        applied.text());
    CHECK_MESSAGE(applied.out.contains("manifests/acme.yaml:9:"), applied.text());
    CHECK(ledger(world.simulator.control("GET", "/audit")) == "paid for acme.example: 1 time\n");
}

TEST_CASE("what cannot be is said before anything is written") {
    World world;
    world.want(R"(    - name: acme.example
      hold: true
      settings:
        mirage: on
        roket_loader: on
        privacy_pass: 1.3
)");
    const Ended planned = world.tenantry.run({"plan"});
    CHECK(planned.exit_code == Exit::partly); // what is not in doubt is judged
    for (const std::string_view words :
         {"only an Enterprise zone can be held, and the plan of this one is free",
          "mirage cannot be changed in this zone, whose plan is free",
          "did you mean \"rocket_loader\"?", "write it in quotes: \"1.3\""}) {
        CAPTURE(words);
        CHECK_MESSAGE(planned.err.contains(words), planned.text());
    }
    // One setting is read by itself, and then nobody knows the names of the others but the list.
    world.want("    - {name: acme.example, settings: {roket_loader: on}}\n");
    CHECK(world.tenantry.run({"plan"}).err.contains("did you mean \"rocket_loader\"?"));
}

TEST_CASE("a setting that is refused does not stand before the others, and the report says so") {
    World world;
    world.want(R"(    - name: acme.example
      settings:
        always_use_https: on
        brotli: off
        security_level: off
        tls_client_auth: on
)");
    // A value that is documented, and only an Enterprise zone takes.
    const Ended applied =
        world.tenantry.apply({"--output", "text", "--output", "json=report.json"});
    CHECK_MESSAGE(applied.exit_code == Exit::partly, applied.text());
    CHECK(world.setting("acme.example", "always_use_https") == "on");
    CHECK(world.setting("acme.example", "brotli") == "off");
    CHECK(world.setting("acme.example", "tls_client_auth") == "on");
    for (const std::string_view words :
         {"zone settings partly updated", "always_use_https  \"off\" -> \"on\"", "1 partly updated",
          "security_level    not done: see the error below", "manifests/acme.yaml:13:"}) {
        CAPTURE(words);
        CHECK_MESSAGE(applied.out.contains(words), applied.text());
    }
    const Json outcome =
        Json::parse(world.workspace.read("report.json")).at("report").at("outcomes").at(0);
    CHECK(outcome.at("status") == "partly");
    std::string calls;
    for (const Json& call : outcome.at("calls")) {
        calls += call.at("status").get<std::string>() + " " +
                 call.at("fields").at(0).get<std::string>() + "\n";
    }
    CHECK(calls ==
          "done always_use_https\ndone brotli\nfailed security_level\ndone tls_client_auth\n");
    CHECK(outcome.at("fault").at("code") == 1007);
}

TEST_CASE("a default with a setting that there is not keeps no customer from being planned") {
    World world;
    const std::string other = world.simulator.add_account({{"name", "Other"}});
    world.simulator.add_zone("other.example", other);
    world.workspace.write("manifests/tenant.yaml",
                          "apiVersion: tenantry/v1\nkind: Tenant\nspec:\n  defaults:\n    zone:\n"
                          "      settings:\n        ssl: strict\n        withdrawn_thing: on\n");
    world.workspace.write("manifests/other.yaml",
                          customer("other", "- {name: Other, zones: [{name: other.example}]}"));
    world.want(
        "    - {name: acme.example}\n    - {name: münchen.example}\n    - {name: new.example}\n");
    const Ended planned = world.tenantry.run({"plan"});
    CHECK_MESSAGE(planned.exit_code == Exit::partly, planned.text());
    CHECK_MESSAGE(planned.out.contains("Plan: 2 to create, 3 to update"), planned.text());
    const std::string words = "no setting \"withdrawn_thing\": it is unknown, or Cloudflare has "
                              "withdrawn it";
    const auto first = planned.err.find(words);
    REQUIRE_MESSAGE(first != planned.err.npos, planned.text());
    CHECK_MESSAGE(planned.err.find(words, first + 1) == planned.err.npos, planned.text());
    CHECK_MESSAGE(planned.err.contains("manifests/tenant.yaml:8:"), planned.text());

    const Ended applied = world.tenantry.apply();
    CHECK_MESSAGE(applied.exit_code == Exit::partly, applied.text());
    for (const std::string zone :
         {"acme.example", "münchen.example", "new.example", "other.example"})
        CHECK(world.setting(zone, "ssl") == "strict");
    // Of the new zone nobody knew before; the error stands at the setting that it concerns.
    CHECK_MESSAGE(applied.out.contains("manifests/tenant.yaml:8:"), applied.text());
    CHECK_MESSAGE(applied.out.contains("manifests/tenant.yaml:7:") == false, applied.text());
    const Ended drifted = world.tenantry.run({"drift"});
    CHECK_MESSAGE(drifted.exit_code == Exit::partly, drifted.text());
    CHECK_MESSAGE(drifted.out.contains("\nDrift: 0 missing, 0 different"), drifted.text());
    // The line is one of a default: it keeps both customers from being judged whole.
    for (const char* customer : {"acme", "other"})
        CHECK_MESSAGE(drifted.out.contains(std::string("    ") + customer +
                                           ", in part: the zone has no setting "
                                           "\"withdrawn_thing\""),
                      drifted.text());
}

TEST_CASE("a plan is bought, what it opens is written, and what it lacks is said beforehand") {
    World world({"--entitlement-lag", "300ms"});
    world.want(R"(    - name: acme.example
      plan: pro
      settings: {polish: lossy, ssl: strict, true_client_ip_header: on}
)");
    const Ended planned = world.tenantry.run({"plan"});
    CHECK_MESSAGE(planned.err.contains("true_client_ip_header comes only with an Enterprise plan, "
                                       "and the one that is bought is pro"),
                  planned.text());
    const Ended applied = world.tenantry.apply();
    CHECK_MESSAGE(applied.exit_code == Exit::partly, applied.text());
    CHECK(world.setting("acme.example", "ssl") == "strict");
    CHECK(world.setting("acme.example", "polish") == "lossy");
    const Ended after = world.tenantry.run({"plan"});
    CHECK_MESSAGE(after.err.contains("plan: pro") == false, after.text());
    CHECK_MESSAGE(after.err.contains("plan: enterprise"), after.text());
    CHECK_MESSAGE(after.out.starts_with("Plan: 0 to create, 0 to update"), after.text());
}

TEST_CASE("drift finds settings and holds that somebody changed") {
    World world;
    world.want(R"(    - {name: acme.example, settings: {ssl: strict, minify: {css: on}}}
    - {name: münchen.example}
    - {name: held.example.net, plan: enterprise, hold: true}
)");
    CHECK(world.tenantry.apply().exit_code == Exit::done);
    CHECK(world.tenantry.drift().at("findings").empty());
    const Json zone = world.simulator.control("GET", "/zones/by-name/acme.example");
    const Json held = world.simulator.control("GET", "/zones/by-name/held.example.net");
    world.simulator.control("PATCH", "/zone-settings/" + zone.at("id").get<std::string>(),
                            {{"ssl", "off"}, {"brotli", "off"}});
    world.simulator.api("DELETE", "/zones/" + held.at("id").get<std::string>() + "/hold");
    const Json findings = world.tenantry.drift().at("findings");
    REQUIRE(findings.size() == 2);
    CHECK(findings[0].at("address") == "acme/Acme GmbH/zone/acme.example/settings");
    CHECK(findings[0].at("fields").size() == 1);
    CHECK(findings[0].at("fields")[0].at("before") == "off");
    CHECK(findings[1].at("address") == "acme/Acme GmbH/zone/held.example.net/hold");
    CHECK(world.tenantry.apply().exit_code == Exit::done);
    CHECK(world.tenantry.has_nothing_to_do());
}

TEST_CASE("settings cost one call a zone that manages them, and so do holds") {
    World world;
    world.want("    - {name: acme.example}\n    - {name: münchen.example}\n");
    CHECK(world.calls().empty());
    world.want(
        R"(    - {name: acme.example, settings: {ssl: full, brotli: on, http3: on}, hold: false}
    - {name: münchen.example, settings: {ssl: full}}
)");
    CHECK(world.calls() == Calls{{"GET /zones/{zone_id}/settings", 1},
                                 {"GET /zones/{zone_id}/settings/{setting_id}", 1},
                                 {"GET /zones/{zone_id}/hold", 1}});
}

TEST_CASE("too many pending zones stop the zones of that account") {
    World world({"--max-pending", "3"});
    world.want(R"(    - {name: acme.example}
    - {name: münchen.example}
    - {name: a.example}
    - {name: b.example}
    - {name: c.example}
    - {name: d.example, settings: {ssl: strict}}
)");
    world.simulator.forget_requests();
    const Ended applied = world.tenantry.apply({"--parallelism", "1"});
    CHECK(applied.exit_code == Exit::partly);
    CHECK_MESSAGE(applied.out.contains("activate or remove some first"), applied.text());
    CHECK_MESSAGE(applied.out.contains("acme/Acme GmbH/zone/c.example  skipped because of "
                                       "acme/Acme GmbH/zone/b.example"),
                  applied.text());
    CHECK(world.simulator.requests_by_endpoint().at("POST /zones") == 2);
}

TEST_CASE("what customers need to know of their zones is listed, with what is missing") {
    World world;
    world.want("    - {name: acme.example, paused: true}\n    - {name: münchen.example.}\n"
               "    - {name: new.example}\n");
    world.workspace.write("manifests/other.yaml",
                          customer("other", "- {name: Other, unit: EMEA resale, zones: "
                                            "[{name: other.example}]}"));
    const Ended table = world.tenantry.run({"show", "--outputs"});
    CHECK_MESSAGE(table.exit_code == Exit::done, table.text());
    CHECK_MESSAGE(table.out.starts_with("customer  account    zone              status"),
                  table.text());
    CHECK_MESSAGE(table.out.contains("4 zones, 2 missing."), table.text());

    world.simulator.forget_requests();
    const Ended csv = world.tenantry.run({"show", "--outputs", "--customer", "acme", "--output",
                                          "csv=zones.csv", "--output", "json"});
    CHECK_MESSAGE(csv.exit_code == Exit::done, csv.text());
    for (const auto& [call, count] : world.simulator.requests_by_endpoint())
        CHECK_MESSAGE(call.starts_with("GET "), call);
    const Json outputs = Json::parse(csv.out).at("outputs");
    REQUIRE(outputs.size() == 3);
    CHECK(outputs[0].at("name") == "acme.example");
    CHECK(outputs[0].at("outputs").at("status") == "pending");
    CHECK(outputs[0].at("outputs").at("name_servers").size() == 2);
    CHECK(outputs[1].at("name") == "münchen.example."); // as the manifest has it
    const std::string text = world.workspace.read("zones.csv");
    CHECK(text.starts_with("customer,account,zone,status,type,name_servers,verification_key\r\n"
                           "acme,Acme GmbH,acme.example,pending,full,"));
    CHECK(text.contains("acme,Acme GmbH,new.example,missing,,,\r\n"));

    CHECK(world.tenantry.run({"plan", "--output", "csv"}).exit_code == Exit::usage);
}

TEST_SUITE_END();
