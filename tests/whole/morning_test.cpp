// The morning after: how severe findings are and what fails a job, what is ignored until a day, the
// forms of a drift that are no text, and what customers pay.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>

using namespace tenantry::whole;

namespace {

/// "2026-12-31": so many days from today, in UTC.
std::string day(int from_today) {
    const std::chrono::year_month_day date(
        std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) +
        std::chrono::days(from_today));
    char text[16] = {};
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text;
}

std::string ignore_document(const std::string& name, const std::string& spec,
                            const std::string& until) {
    return "apiVersion: tenantry/v1\nkind: Ignore\nmetadata: {name: " + name + "}\nspec: {" + spec +
           ", until: " + until + ", why: the auditors are here}\n";
}

/// The sample, applied; then a zone was unpaused (medium), the contact of an account changed (low),
/// and two-factor turned off (high).
struct Morning {
    Morning() : simulator(with_quirks(), sample_tenant), tenantry(simulator, workspace) {
        write_sample(workspace);
        tenantry.environment["TENANTRY_LEDGER"] = "ledger.sqlite";
        REQUIRE(tenantry.apply().exit_code == Exit::done);
        simulator.change_zone("acme-shop.example", {{"paused", false}});
        simulator.change_account("Acme Labs", {{"profile", {{"external_metadata", "crm:1"}}},
                                               {"settings", {{"enforce_twofactor", false}}}});
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry;
};

/// Customers with people and paid plans, applied.
struct Billed {
    Billed() : simulator(with_quirks(), people_and_money.tenant), tenantry(simulator, workspace) {
        people_and_money.prepare(simulator);
        people_and_money.write(workspace);
        tenantry.use_key(simulator);
        REQUIRE(tenantry.apply().exit_code == Exit::done);
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry;
};

} // namespace

TEST_SUITE_BEGIN("morning");

TEST_CASE("what fails a job is said apart from what is shown") {
    const Morning morning;
    struct Row {
        Words flags = {};
        int exit_code = Exit::done;
        std::size_t shown = 2; // the account and the zone
    };
    for (const Row& row :
         {Row{{}, Exit::done, 2}, Row{{"--detailed-exitcode"}, Exit::differences, 2},
          Row{{"--fail-on", "critical"}, Exit::done, 2},
          Row{{"--fail-on", "high"}, Exit::differences, 2},
          Row{{"--detailed-exitcode", "--fail-on", "critical"}, Exit::done, 2},
          Row{{"--min-severity", "high"}, Exit::done, 1},
          Row{{"--min-severity", "critical", "--detailed-exitcode"}, Exit::differences, 0},
          Row{{"--min-severity", "critical", "--fail-on", "medium"}, Exit::differences, 0}}) {
        Words words = {"drift", "--json"};
        words.insert(words.end(), row.flags.begin(), row.flags.end());
        const Ended ended = morning.tenantry.run(words);
        CAPTURE(ended.text());
        CHECK(ended.exit_code == row.exit_code);
        const Json drift = Json::parse(ended.out).at("drift");
        CHECK(drift.at("findings").size() == row.shown);
        CHECK(drift.at("hidden") == 2 - row.shown);
        CHECK(drift.at("severities") ==
              Json{{"critical", 0}, {"high", 1}, {"medium", 1}, {"low", 0}});
    }
    CHECK(morning.tenantry.run({"drift", "--fail-on", "bad"}).exit_code == Exit::usage);
}

TEST_CASE("a finding keeps its id while its values change") {
    Morning morning;
    const auto id_of = [&](std::size_t n) {
        return morning.tenantry.drift().at("findings").at(n).at("finding_id");
    };
    const auto account = id_of(0);
    morning.simulator.change_account("Acme Labs", {{"profile", {{"external_metadata", "crm:2"}}}});
    CHECK(id_of(0) == account);
    morning.simulator.change_account("Acme Labs", {{"profile", {{"external_metadata", "agency"}}}});
    CHECK(id_of(0) != account);
}

TEST_CASE("what is ignored is quiet until its day, and known all the while") {
    const Morning morning;
    const Tenantry& tenantry = morning.tenantry;
    const Json before = tenantry.drift();
    const Json plan_before = tenantry.plan();
    morning.workspace.write(
        "manifests/ignore.yaml",
        ignore_document("shop", "address: acme/*/zone/acme-shop.example", day(0)) + "---\n" +
            ignore_document("labs", "address: acme/Acme Labs, field: settings", day(30)) + "---\n" +
            ignore_document("gone", "address: acme/*/zone/gone.example", day(30)));
    CHECK(tenantry.plan() == plan_before);
    const Ended ended = tenantry.run({"drift", "--json", "--fail-on", "medium"});
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    const Json drift = Json::parse(ended.out).at("drift");
    REQUIRE(drift.at("findings").size() == 1);
    CHECK(drift.at("findings")[0].at("severity") == "low");
    CHECK(drift.at("findings")[0].at("fields").size() == 1);
    REQUIRE(drift.at("ignored").size() == 2);
    for (const Json& ignored : drift.at("ignored"))
        CHECK(ignored.at("since") == before.at("findings")[0].at("since"));
    REQUIRE(drift.at("idle_ignores").size() == 1);
    CHECK(drift.at("idle_ignores")[0].at("ignore") == "gone");
    CHECK(drift.at("gone") == Json::array());
    const std::string text = tenantry.run({"drift"}).out;
    CHECK_MESSAGE(text.contains("    1 until " + day(30) + ": the auditors are here (labs)\n"),
                  text);
    CHECK_MESSAGE(text.contains(" 2 findings are ignored."), text);

    morning.workspace.remove("manifests/ignore.yaml");
    const Json after = tenantry.drift();
    CHECK(after.at("findings").size() == 2);
    for (const Json& finding : after.at("findings")) {
        CHECK(finding.at("since") == before.at("findings")[0].at("since"));
        CHECK(finding.at("new") == false);
    }
}

TEST_CASE("an Ignore document that has ended is a warning for 14 days, then an error of drift") {
    const Morning morning;
    const Tenantry& tenantry = morning.tenantry;
    for (const auto& [ended_for, error] : {std::pair{1, false}, {14, false}, {15, true}}) {
        CAPTURE(ended_for);
        morning.workspace.write("manifests/ignore.yaml",
                                ignore_document("shop", "address: acme", day(-ended_for)));
        for (const char* command : {"drift", "validate"}) {
            const Ended ended = tenantry.run({command});
            CAPTURE(ended.text());
            CHECK(ended.exit_code == (error ? Exit::usage : Exit::done));
            CHECK(ended.err.contains(error ? "error: the Ignore document \"shop\" has ended"
                                           : "warning: the Ignore document \"shop\" has ended"));
        }
        CHECK(tenantry.run({"drift"}).out.contains("Drift: 0 missing, 2 different"));
        CHECK(tenantry.run({"plan"}).exit_code == Exit::done);
    }
    CHECK(tenantry.apply().exit_code == Exit::done);
}

TEST_CASE("on the first day all that is found is written down, and is quiet from then on") {
    Morning morning;
    const Tenantry& tenantry = morning.tenantry;
    morning.simulator.add_account({{"name", "${env:HOME} \"*\" # ? \xE2\x80\xAE x"}});
    const Words first = {"drift",          "--detailed-exitcode",
                         "--write-ignore", "manifests/known.yaml",
                         "--until",        day(90),
                         "--why",          "we \"begin\": ${today}"};
    const Ended written = tenantry.run(first);
    CHECK_MESSAGE(written.exit_code == Exit::differences, written.text());
    CHECK_MESSAGE(written.out.contains("Wrote 4 Ignore documents to manifests/known.yaml; "),
                  written.text());
    const std::string documents = morning.workspace.read("manifests/known.yaml");
    const Ended again = tenantry.run(first);
    CHECK_MESSAGE(again.exit_code == Exit::usage, again.text());
    CHECK(morning.workspace.read("manifests/known.yaml") == documents);

    const Ended second = tenantry.run({"drift", "--detailed-exitcode"});
    CHECK_MESSAGE(second.exit_code == Exit::done, second.text());
    CHECK(second.out.contains("Drift: 0 missing, 0 different, 0 unmanaged; "));
    morning.simulator.add_account({{"name", "Another"}});
    CHECK(tenantry.run({"drift", "--detailed-exitcode"}).exit_code == Exit::differences);

    for (const Words& flags :
         {Words{"--write-ignore", "new.yaml"}, Words{"--until", day(1)},
          Words{"--write-ignore", "new.yaml", "--until", day(1)},
          Words{"--write-ignore", "new.yaml", "--until", day(-1), "--why", "x"},
          Words{"--write-ignore", "new.yaml", "--until", "soon", "--why", "x"}}) {
        Words words = {"drift"};
        words.insert(words.end(), flags.begin(), flags.end());
        const Ended refused = tenantry.run(words);
        CHECK_MESSAGE(refused.exit_code == Exit::usage, refused.text());
        CHECK(!morning.workspace.has("new.yaml"));
    }
}

TEST_CASE("what was written down on the first day keeps nothing else quiet") {
    Simulator simulator(with_quirks());
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    const std::string account = simulator.add_account({{"name", "Acme GmbH"}});
    workspace.write("manifests/acme.yaml", customer("acme", "- {name: Acme GmbH, members: []}"));
    const auto invite = [&](const std::string& email) {
        simulator.control("POST", "/members",
                          {{"email", email},
                           {"status", "accepted"},
                           {"account", {{"id", account}}},
                           {"roles", {{{"id", "05784afa30c1afe1440e79d9351c7430"}}}}});
    };
    invite("*@evil.example"); // a name is no pattern
    const Ended written = tenantry.run({"drift", "--write-ignore", "manifests/known.yaml",
                                        "--until", day(9), "--why", "found when we began"});
    CHECK_MESSAGE(written.exit_code == Exit::done, written.text());
    CHECK(tenantry.drift().at("findings").empty());
    invite("second@evil.example");
    const Json drift = tenantry.drift();
    REQUIRE(drift.at("findings").size() == 1);
    CHECK(drift.at("findings")
              .at(0)
              .at("address")
              .get<std::string>()
              .ends_with("second@evil.example"));
}

TEST_CASE("somebody is told of what is new, by a program that sees nothing of ours") {
    Morning morning;
    Tenantry& tenantry = morning.tenantry;
    morning.workspace.write("tell", "#!/bin/sh\ncat > \"$NOTIFY_FOLDER/told\"\nenv > "
                                    "\"$NOTIFY_FOLDER/seen\"\nexit ${NOTIFY_EXIT:-0}\n");
    std::filesystem::permissions(morning.workspace.path_of("tell"),
                                 std::filesystem::perms::owner_all);
    tenantry.environment["NOTIFY_FOLDER"] = morning.workspace.path();
    tenantry.environment["PATH"] = "/usr/bin:/bin";
    tenantry.environment["PARTNER_SECRET"] = "hush";
    const std::string program = "exec:" + morning.workspace.path_of("tell");
    const auto told = [&](const Words& more) {
        morning.workspace.remove("told");
        Words words = {"drift", "--notify", program};
        words.insert(words.end(), more.begin(), more.end());
        const Ended ended = tenantry.run(words);
        CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
        return morning.workspace.has("told");
    };
    CHECK(told({})); // nobody remembers a drift before
    const Json document = Json::parse(morning.workspace.read("told"));
    CHECK(document.at("drift").at("findings").size() == 2);
    CHECK(document.at("summary").get<std::string>().starts_with("Drift: 0 missing, 2 different"));
    const std::string seen = morning.workspace.read("seen");
    for (const char* ours : {"CLOUDFLARE_", "TENANTRY_", "hush"})
        CHECK_MESSAGE(!seen.contains(ours), seen);
    CHECK(!told({}));
    CHECK(told({"--notify-on", "any"}));
    CHECK(told({"--notify-on", "high"}));
    CHECK(!told({"--notify-on", "critical"}));
    morning.simulator.add_account({{"name", "Stranger"}});
    CHECK(told({"--min-severity", "critical"})); // hidden, and new all the same

    // What nobody could be told of is new once more.
    morning.simulator.add_account({{"name", "Another stranger"}});
    tenantry.environment["NOTIFY_EXIT"] = "3";
    CHECK(tenantry.run({"drift", "--notify", program}).exit_code == Exit::error);
    tenantry.environment["NOTIFY_EXIT"] = "0";
    CHECK(told({}));
    CHECK(!told({}));

    tenantry.environment["NOTIFY_EXIT"] = "3";
    for (const Words& flags : {Words{}, Words{"--detailed-exitcode"}}) {
        Words words = {"drift", "--notify", program, "--notify-on", "any"};
        words.insert(words.end(), flags.begin(), flags.end());
        const Ended failed = tenantry.run(words);
        CHECK_MESSAGE(failed.exit_code == Exit::error, failed.text());
        CHECK(failed.err.contains("warning: nobody was notified: "));
        CHECK(failed.err.contains(" ended with 3; "));
        CHECK(failed.out.contains("Drift: 0 missing, 2 different"));
    }
    for (const char* wrong : {"tell", "exec:", "exec:./tell", "exec:/nowhere/at/all"})
        CHECK(tenantry.run({"drift", "--notify", wrong}).exit_code == Exit::usage);
}

TEST_CASE("metrics of a drift that came to no result say so, and nothing else") {
    Morning morning;
    Tenantry& tenantry = morning.tenantry;
    const Words words = {"drift", "--output", "prometheus=drift.prom"};
    REQUIRE(tenantry.run(words).exit_code == Exit::done);
    CHECK(morning.workspace.read("drift.prom").contains("tenantry_drift_succeeded 1\n"));
    CHECK(morning.workspace.read("drift.prom")
              .contains("tenantry_drift_findings{class=\"different\",severity=\"high\"} 1\n"));
    tenantry.environment["CLOUDFLARE_BASE_URL"] = "http://127.0.0.1:1/client/v4";
    CHECK(tenantry.run(words).exit_code == Exit::error);
    const std::string after = morning.workspace.read("drift.prom");
    CHECK(after.contains("tenantry_drift_succeeded 0\n"));
    CHECK(after.contains("tenantry_drift_last_run_timestamp_seconds "));
    for (const char* unknown : {"tenantry_drift_findings", "tenantry_drift_calls"})
        CHECK_MESSAGE(!after.contains(unknown), after);
}

TEST_CASE("costs tell what is live, and mark what no manifest names") {
    Billed billed;
    Simulator& simulator = billed.simulator;
    const Tenantry& tenantry = billed.tenantry;
    simulator.add_account({{"name", "Stranger"}});
    const Ended ended = tenantry.run({"costs", "--json"});
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    const Json costs = Json::parse(ended.out).at("costs");
    CHECK(!costs.at("subscriptions").empty());
    CHECK(costs.at("other_accounts") == 1);
    CHECK(costs.at("not_known").empty());
    for (const Json& one : costs.at("subscriptions"))
        CHECK(one.at("price").is_null() != one.at("price_missing").is_null());
    // A subscription that leaves the manifests is paid all the same, and is marked.
    const std::size_t named = static_cast<std::size_t>(std::ranges::count_if(
        costs.at("subscriptions"), [](const Json& one) { return one.at("in_manifests") == true; }));
    CHECK(named == costs.at("subscriptions").size());
    const Json state = simulator.state();
    std::string accounts;
    for (const Json& account : state.at("accounts")) {
        const std::string name = account.at("name");
        if (name != "Stranger")
            accounts += "- {name: " + account.at("name").dump() +
                        ", id: " + account.at("id").dump() + "}\n";
    }
    billed.workspace.write("bare/customers.yaml", customer("everybody", accounts));
    const Json bare = Json::parse(tenantry.run({"costs", "bare", "--json"}).out).at("costs");
    CHECK(bare.at("subscriptions").size() == named);
    for (const Json& one : bare.at("subscriptions"))
        CHECK(one.at("in_manifests") == false);
}

TEST_CASE("a subscription that cannot be read has no price, whatever the list would say") {
    Billed billed;
    Simulator& simulator = billed.simulator;
    const Tenantry& tenantry = billed.tenantry;
    int exit_code = Exit::done;
    const auto unknown = [&] {
        const Ended ended = tenantry.run({"costs", "--json"});
        exit_code = ended.exit_code;
        return Json::parse(ended.out).at("costs").at("in_all").at("unknown").get<int>();
    };
    const int before = unknown();
    CHECK(exit_code == Exit::done);
    simulator.set_faults({{"answers",
                           {{{"method", "GET"},
                             {"path", "/zones/{zone_id}/subscription"},
                             {"status", 403},
                             {"code", 10000},
                             {"message", "no"}}}}});
    CHECK(unknown() > before);
    CHECK(exit_code == Exit::partly);
    simulator.set_faults({{"answers",
                           {{{"method", "GET"},
                             {"path", "/zones/{zone_id}/subscription"},
                             {"status", 200},
                             {"body",
                              {{"success", true},
                               {"errors", Json::array()},
                               {"messages", Json::array()},
                               {"result", {{"id", 5}}}}}}}}});
    CHECK(unknown() > before);
    CHECK(exit_code == Exit::partly);
}

TEST_CASE("who could not be judged is told, with the reason, and does not hide the others") {
    const Morning morning;
    morning.workspace.write("manifests/broken.yaml",
                            customer("broken", "- {name: Nowhere, unit: no such unit}"));
    const Ended ended = morning.tenantry.run({"drift", "--json"});
    CHECK(ended.exit_code == Exit::partly);
    const Json drift = Json::parse(ended.out).at("drift");
    CHECK(drift.at("findings").size() == 2);
    const Json& coverage = drift.at("coverage");
    CHECK(coverage.at("customers") == 3);
    CHECK(coverage.at("judged") == 2);
    REQUIRE(coverage.at("not_judged").size() == 1);
    CHECK(coverage.at("not_judged")[0].at("customer") == "broken");
    CHECK(coverage.at("not_judged")[0].at("why")[0].get<std::string>().contains("no such unit"));
    const std::string text = morning.tenantry.run({"drift"}).out;
    CHECK_MESSAGE(text.contains("Not judged:\n    broken: "), text);
    CHECK_MESSAGE(text.contains(" 2 of 3 customers judged."), text);
}

TEST_SUITE_END();
