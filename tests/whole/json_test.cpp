// --json: stdout is one JSON document, whatever happens; Tenantry::check holds every run to its
// form.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tenantry::whole;

namespace {

/// The document of a run that must have one and end with that code.
Json document(const Tenantry& tenantry, const Words& arguments, int exit_code) {
    const Ended ended = tenantry.run(arguments + Words{"--json"});
    CHECK_MESSAGE(ended.exit_code == exit_code, ended.text());
    const Json parsed = Json::parse(ended.out, nullptr, false);
    REQUIRE_MESSAGE(parsed.is_object(), ended.text());
    CHECK(parsed.at("command") == arguments.front());
    const bool failed = exit_code != Exit::done && exit_code != Exit::differences;
    const bool error = std::ranges::any_of(
        parsed.at("diagnostics"), [](const Json& each) { return each.at("severity") == "error"; });
    const bool told = error || parsed.contains("report");
    CHECK_MESSAGE(told == failed, ended.text());
    return parsed;
}

} // namespace

TEST_SUITE_BEGIN("json");

TEST_CASE("with --json stdout is one document in success") {
    Simulator simulator(with_quirks(), sample_tenant);
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    CHECK(document(tenantry, {"validate"}, Exit::done).at("valid") == true);
    CHECK(document(tenantry, {"plan"}, Exit::done).at("plan").at("create") == 7);
    document(tenantry, {"plan", "--detailed-exitcode"}, Exit::differences);
    document(tenantry, {"drift", "--detailed-exitcode"}, Exit::differences);
    CHECK(document(tenantry, {"apply", "--dry-run"}, Exit::done).at("plan").at("create") == 7);
    const Ended applied = tenantry.apply({"--json"});
    const Json report = Json::parse(applied.out).at("report");
    CHECK(report.at("outcomes").size() == 7);
    CHECK(document(tenantry, {"plan"}, Exit::done).at("plan").at("steps").empty());
    CHECK(document(tenantry, {"drift"}, Exit::done).at("drift").at("findings").empty());
    CHECK(document(tenantry, {"apply", "--auto-approve"}, Exit::done).contains("plan"));
}

TEST_CASE("with --json stdout is one document in failure") {
    Simulator simulator(with_quirks(), sample_tenant);
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    const Words apply = {"apply", "--auto-approve"};
    for (const Words& command : {Words{"plan"}, Words{"drift"}, apply}) {
        workspace.write("manifests/a.yaml", "kind: Custmer\n");
        const Json wrong = document(tenantry, command, Exit::usage);
        CHECK(wrong.at("diagnostics").at(0).at("position").at("file") == "manifests/a.yaml");
        workspace.remove("manifests");
        document(tenantry, command, Exit::usage);
        write_sample(workspace);
        simulator.control("PUT", "/credentials", {{"revoked", true}});
        document(tenantry, command, Exit::no_credential);
        simulator.control("PUT", "/credentials", {{"revoked", false}});
        simulator.set_faults({{"fault", "500=100%"}});
        document(tenantry, command, Exit::error);
        simulator.set_faults(Json::object());
    }
    workspace.write("manifests/a.yaml", customer("bad", "- {name: Bad, unit: nowhere}"));
    const Json plan = document(tenantry, {"plan"}, Exit::partly);
    CHECK(plan.at("plan").at("customers_refused") == Json::array({"bad"}));
    document(tenantry, {"drift"}, Exit::partly);
    document(tenantry, apply, Exit::partly);
}

TEST_CASE("with --json stdout is one document when the run never began") {
    Simulator simulator;
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    document(tenantry, {"apply"}, Exit::usage); // nobody to ask
    document(tenantry, {"plan", "--config", "missing.yaml"}, Exit::usage);
    workspace.write("bad.yaml", "kind: Configuration\nspec: {}\n");
    document(tenantry, {"drift", "--config", "bad.yaml"}, Exit::usage);
    CHECK(simulator.requests() == 0);
}

TEST_CASE("text goes to stdout and JSON to a file in one run") {
    Simulator simulator(with_quirks(), sample_tenant);
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    workspace.write("plan.json", "something old");
    const Ended both = tenantry.run({"plan", "--output", "text", "--output", "json=plan.json"});
    CHECK(both.exit_code == Exit::done);
    CHECK(both.out.contains("Plan: 7 to create, 0 to update"));
    CHECK(both.out == tenantry.run({"plan"}).out);
    CHECK(Json::parse(workspace.read("plan.json")).at("plan").at("create") == 7);

    const Ended files =
        tenantry.apply({"--output", "json=a.json", "--output", "text=a.txt", "--output", "text"});
    CHECK(files.exit_code == Exit::done);
    CHECK(Json::parse(workspace.read("a.json")).at("report").at("outcomes").size() == 7);
    CHECK(workspace.read("a.txt") == files.out);
}

TEST_CASE("a file that cannot be written is an error, and leaves nothing behind") {
    Simulator simulator(with_quirks(), sample_tenant);
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);
    for (const char* command : {"validate", "plan", "drift", "apply"}) {
        const Ended ended = tenantry.run({command, "--output", "json=missing/a.json"});
        CHECK_MESSAGE(ended.exit_code == Exit::usage, ended.text());
        CHECK_MESSAGE(ended.err.contains("cannot write \"missing/a.json\""), ended.text());
    }
    CHECK(!workspace.has("missing"));
    CHECK(simulator.requests() == 0);
}

TEST_CASE("with --json stdout is one document for saved plans, guards and people who wait") {
    Simulator simulator(with_quirks(), people_and_money.tenant);
    people_and_money.prepare(simulator);
    const Workspace workspace;
    people_and_money.write(workspace);
    const Tenantry tenantry(simulator, workspace);
    const Json plan = document(tenantry, {"plan", "--out", "p.json"}, Exit::done);
    CHECK(plan.at("saved").at("sha256").get<std::string>().size() == 64);
    CHECK(plan.at("plan").at("money").at("yearly_cents").at("USD") == 311000);
    CHECK(plan.at("plan").at("money").at("yearly").at("USD") == "3110.00");
    const Json shown = document(tenantry, {"show", "p.json"}, Exit::done);
    CHECK(shown.at("plan") == plan.at("plan"));
    for (const Json& step : plan.at("plan").at("steps")) {
        const std::string kind = step.at("kind");
        CHECK(step.at("money").is_null() == !kind.ends_with("subscription"));
    }
    document(tenantry, {"apply", "p.json", "--dry-run"}, Exit::done);
    const Ended applied = tenantry.run({"apply", "p.json", "--json"});
    CHECK(applied.exit_code == Exit::done);
    CHECK(Json::parse(applied.out).at("report").at("outcomes").size() == 13);
    const Json again = document(tenantry, {"apply", "p.json"}, Exit::done);
    CHECK(again.at("plan").at("customers_carried_out") == Json{"acme", "initech"});
    CHECK(again.at("plan").at("customers_stale").empty());
    simulator.control("DELETE", "/members/by-name/dns@initech.example");
    const Json stale = document(tenantry, {"apply", "p.json"}, Exit::partly);
    CHECK(std::ranges::count(stale.at("diagnostics"), Json("plan.stale"),
                             [](const Json& each) { return each.at("code"); }) == 1);
    CHECK(stale.at("plan").at("customers_carried_out") == Json{"acme"});
    CHECK(stale.at("plan").at("customers_stale") == Json{"initech"});
    document(tenantry, {"apply", "p.json", "--checksum", "0"}, Exit::usage);

    const Json waiting = document(tenantry, {"plan"}, Exit::done).at("plan").at("waiting");
    CHECK(waiting.size() == 2); // the third has been removed
    CHECK(waiting.at(0) == Json{{"address", "acme/Acme GmbH/member/Ops@acme.example"},
                                {"kind", "member"},
                                {"standing", "waiting"}});
    people_and_money.write_later(workspace);
    const Json refused =
        document(tenantry, {"plan", "--customer", "acme"}, Exit::guarded).at("plan");
    CHECK(refused.at("refused_steps") == refused.at("steps").size());
    document(tenantry, {"apply", "--auto-approve", "--customer", "acme"}, Exit::guarded);
    document(tenantry, {"apply", "--auto-approve"}, Exit::partly);
}

TEST_SUITE_END();
