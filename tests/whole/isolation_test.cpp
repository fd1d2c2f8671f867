// One customer's trouble never stops the others, and one zone's never its siblings.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;

namespace {

/// "address status" of every outcome.
std::string outcomes(const Ended& ended) {
    std::string text;
    const Json document = Json::parse(ended.out);
    for (const Json& outcome : document.at("report").at("outcomes")) {
        text += outcome.at("address").get<std::string>() + " " +
                outcome.at("status").get<std::string>() + "\n";
    }
    return text;
}

const std::string accounts_with_a_bad_zone = R"(- name: Acme
  zones:
    - name: a.example
    - name: b.unregistered.example
    - {name: c.example, paused: true}
- name: Acme Labs
  zones: [{name: d.example}])";

} // namespace

TEST_SUITE_BEGIN("isolation");

TEST_CASE("units that may not be read stop who names one, and nobody else") {
    for (const int status : {403, 404, 500}) {
        CAPTURE(status);
        Simulator simulator(with_quirks(), {"--units", "2"});
        const Workspace workspace;
        std::string manifests = customer("globex", "- {name: Globex, zones: [{name: g.example}]}");
        for (const std::string name : {"acme", "initech"})
            manifests += customer(name, "- {name: " + name + ", unit: Nowhere}");
        workspace.write("manifests/a.yaml", manifests);
        const Tenantry tenantry(simulator, workspace);
        Json answers = Json::array();
        for (const char* const path : {"/user/tenants", "/organizations"})
            answers.push_back({{"method", "GET"},
                               {"path", path},
                               {"status", status},
                               {"code", 10000},
                               {"message", "Forbidden"}});
        simulator.set_faults({{"answers", answers}});
        const Ended ended = tenantry.apply();
        CHECK_MESSAGE(ended.exit_code == Exit::partly, ended.text());
        CHECK(simulator.state().at("zones").size() == 1);
        CHECK(simulator.state().at("accounts").size() == 1);
        // Said once, at the first line, with why and what to do.
        const auto says = [&](const std::string& words) {
            CHECK_MESSAGE(ended.err.contains(words), ended.text());
        };
        says("cannot read the units, so nobody knows which unit this is: GET /user/tenants "
             "answered " +
             std::to_string(status));
        says("manifests/a.yaml:14:");
        says("in acme/acme and 1 more");
        says(status == 403   ? "it takes administrator of the tenant, with e-mail and API key"
             : status == 404 ? "takes administrator of the tenant"
                             : "trying again may help");
        CHECK(ended.err.find("cannot read") == ended.err.rfind("cannot read"));
        // The organizations have another of their names: it is still the tenants that nobody knows.
        workspace.write("manifests/a.yaml", customer("acme", "- {name: acme, unit: Nowhere}"));
        CHECK(tenantry.run({"plan"}).exit_code == Exit::error);
    }
}

TEST_CASE("a zone that the API refuses stops neither its siblings nor other customers") {
    Simulator simulator(with_quirks());
    const Workspace workspace;
    workspace.write("manifests/a.yaml", customer("acme", accounts_with_a_bad_zone) +
                                            customer("globex", "- {name: Globex}"));
    const Tenantry tenantry(simulator, workspace);
    const Ended ended = tenantry.apply({"--json"});
    CHECK(ended.exit_code == Exit::partly);
    CHECK(outcomes(ended) == R"(acme/Acme done
acme/Acme/zone/a.example done
acme/Acme/zone/b.unregistered.example failed
acme/Acme/zone/c.example done
acme/Acme Labs done
acme/Acme Labs/zone/d.example done
globex/Globex done
)");
    CHECK(simulator.state().at("accounts").size() == 3);
    CHECK(simulator.state().at("zones").size() == 3);
    // The next run has only this left, and says where it stands in the manifests. It ends like the
    // first: the other customer is as wanted.
    const Ended again = tenantry.apply();
    CHECK(again.exit_code == Exit::partly);
    CHECK_MESSAGE(again.out.contains("1049"), again.text());
    CHECK_MESSAGE(again.out.contains("manifests/a.yaml:10:"), again.text());
    CHECK_MESSAGE(again.out.contains("Done: 0 created, 0 updated, 1 failed"), again.text());
}

TEST_CASE("what lies in an account that the API refuses is skipped, and all else is done") {
    Simulator simulator(with_quirks());
    const Workspace workspace;
    workspace.write("manifests/a.yaml",
                    customer("acme", "- {name: Acme <Ltd>, zones: [{name: a.example}]}\n"
                                     "- {name: Acme Labs, zones: [{name: b.example}]}") +
                        customer("globex", "- {name: Globex}"));
    const Tenantry tenantry(simulator, workspace);
    const Ended ended = tenantry.apply({"--json"});
    CHECK(ended.exit_code == Exit::partly);
    CHECK(outcomes(ended) == R"(acme/Acme <Ltd> failed
acme/Acme <Ltd>/zone/a.example skipped
acme/Acme Labs done
acme/Acme Labs/zone/b.example done
globex/Globex done
)");
}

TEST_CASE("too many pending zones stop the account that has them, and no other") {
    Simulator simulator(with_quirks(), {"--max-pending", "1"});
    const Workspace workspace;
    workspace.write("manifests/a.yaml", customer("acme", accounts_with_a_bad_zone));
    const Tenantry tenantry(simulator, workspace);
    const Ended ended = tenantry.apply({"--parallelism", "1"});
    CHECK(ended.exit_code == Exit::partly);
    CHECK_MESSAGE(ended.out.contains("1118"), ended.text());
    CHECK(simulator.state().at("zones").size() == 2);
}

TEST_CASE("what the tenant may not is said before anything is written, and the others go on") {
    Simulator simulator(with_quirks(), {"--entitlements", "none"});
    const Workspace workspace;
    workspace.write("manifests/a.yaml",
                    customer("acme", "- name: Acme\n"
                                     "  zones:\n"
                                     "    - {name: acme.example, type: partial}\n"
                                     "    - {name: shop.acme.example}") +
                        customer("globex", "- {name: Globex, zones: [{name: globex.example}]}"));
    const Tenantry tenantry(simulator, workspace);
    const Ended ended = tenantry.apply();
    CHECK(ended.exit_code == Exit::partly);
    CHECK_MESSAGE(ended.err.contains("a zone of type partial is not allowed in tenant"),
                  ended.text());
    CHECK_MESSAGE(ended.err.contains("manifests/a.yaml:9:"), ended.text());
    CHECK_MESSAGE(ended.err.contains("a zone below another one, \"acme.example\", is not allowed"),
                  ended.text());
    CHECK(simulator.state().at("accounts").size() == 1);
    CHECK(simulator.requests_by_endpoint()["GET /tenants/{tenant_id}/entitlements"] == 1);
}

TEST_SUITE_END();
