// drift --who: the audit log of each account with a finding tells who made it so.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tenantry::whole;

namespace {

const std::string log_endpoint = "GET /accounts/{account_id}/logs/audit";

/// The sample with a few people and settings, applied.
struct Tampered {
    Tampered() : simulator(with_quirks(), sample_tenant), tenantry(simulator, workspace) {
        write_sample(workspace);
        tenantry.environment["TENANTRY_LEDGER"] = "ledger.sqlite";
        const Ended applied = tenantry.apply();
        REQUIRE_MESSAGE(applied.exit_code == Exit::done, applied.text());
    }

    void unpause() {
        simulator.control("PATCH", "/zones/by-name/acme-shop.example?actor=it@acme.example",
                          {{"paused", false}});
    }

    std::string account(const std::string& name) {
        const Json state = simulator.state();
        for (const Json& each : state.at("accounts"))
            if (each.at("name") == name) return each.at("id");
        return "";
    }

    long long logs_read() {
        const auto counts = simulator.requests_by_endpoint();
        const auto found = counts.find(log_endpoint);
        return found == counts.end() ? 0 : found->second;
    }

    void refuse(const std::string& account_id) {
        simulator.set_faults(
            {{"answers", Json::array({{{"method", "GET"},
                                       {"path", "/accounts/{account_id}/logs/audit"},
                                       {"holds", account_id},
                                       {"status", 403},
                                       {"code", 10000},
                                       {"message", "Forbidden"}}})}});
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry;
};

/// "it@acme.example dash update" of the finding at an address, or "unknown".
std::string who(const Json& drift, const std::string& end) {
    for (const Json& finding : drift.at("findings")) {
        if (!finding.at("address").get<std::string>().ends_with(end)) continue;
        const Json& who = finding.at("who");
        if (who.is_null()) return "not asked";
        if (who.at("found") != "somebody") return who.at("found");
        return who.at("actor").get<std::string>() + " " + who.at("by").get<std::string>() + " " +
               who.at("action").get<std::string>();
    }
    return "no finding";
}

} // namespace

TEST_SUITE_BEGIN("who");

TEST_CASE("drift --who names who changed, made and deleted what is found, and how") {
    Tampered night;
    night.unpause();
    const std::string labs = night.account("Acme Labs");
    night.simulator.control(
        "PATCH", "/accounts/" + labs + "?actor=ci@acme.example&context=api_token&token=terraform",
        {{"settings", {{"enforce_twofactor", false}}}});
    night.simulator.control(
        "POST", "/zones?actor=sales@acme.example",
        {{"name", "stranger.example"}, {"account", {{"id", night.account("Acme GmbH")}}}});
    night.simulator.control("DELETE", "/zones/by-name/globex.example?actor=boss@globex.example");
    night.simulator.control("POST", "/accounts?actor=founder@partner.example",
                            {{"name", "Stranger"}});

    const Json drift = night.tenantry.drift({"--who"});
    CHECK(who(drift, "zone/acme-shop.example") == "it@acme.example dash update");
    CHECK(who(drift, "acme/Acme Labs") == "ci@acme.example api_token update");
    CHECK(who(drift, "zone/stranger.example") == "sales@acme.example dash create");
    CHECK(who(drift, "zone/globex.example") == "boss@globex.example dash delete");
    CHECK(who(drift, "(unmanaged)/Stranger") == "founder@partner.example dash create");

    const std::string text = night.tenantry.run({"drift", "--who"}).out;
    CHECK(text.contains("    who      it@acme.example by the dashboard, 20"));
    CHECK(text.contains("ci@acme.example by API token \"terraform\", 20"));
    CHECK(!text.contains("Account Settings Read"));
    night.tenantry.run({"drift", "--who", "--output", "csv=drift.csv"});
    const std::string table = night.workspace.read("drift.csv");
    CHECK(table.contains(",ignored_until,who\r\n"));
    CHECK(table.contains("boss@globex.example by the dashboard"));
    const std::string comment = night.tenantry.run({"drift", "--who", "--output", "markdown"}).out;
    CHECK(comment.contains("by the dashboard"));
    CHECK(who(night.tenantry.drift(), "zone/acme-shop.example") == "not asked");
}

TEST_CASE("an account with a finding costs one call, one without none, and what is hidden none") {
    Tampered night;
    night.simulator.forget_requests();
    night.tenantry.drift({"--who"});
    CHECK(night.logs_read() == 0);
    night.unpause(); // medium
    night.simulator.control("PATCH", "/zones/by-name/acme.example", {{"type", "partial"}}); // high
    night.simulator.forget_requests();
    night.tenantry.drift({});
    CHECK(night.logs_read() == 0);
    night.tenantry.drift({"--who"});
    CHECK(night.logs_read() == 1);
    night.simulator.forget_requests();
    night.tenantry.drift({"--who", "--min-severity", "critical"});
    CHECK(night.logs_read() == 0);
}

TEST_CASE("without the right to read a log it is ?, and said once which right that is") {
    Tampered night;
    night.unpause();
    night.simulator.control("DELETE", "/zones/by-name/globex.example?actor=boss@globex.example");
    const Json before = night.tenantry.drift();
    night.refuse(night.account("Acme GmbH"));
    const Json drift = night.tenantry.drift({"--who"});
    CHECK(drift.at("findings").size() == before.at("findings").size());
    CHECK(who(drift, "zone/acme-shop.example") == "unknown");
    CHECK(who(drift, "zone/globex.example") == "boss@globex.example dash delete");
    const Ended ended = night.tenantry.run({"drift", "--who", "--detailed-exitcode"});
    CHECK(ended.exit_code == Exit::differences);
    CHECK(
        ended.out.contains("    who      ? (the right Account Settings Read is lacking there)\n"));
    CHECK(ended.out.contains("\nOf 1 finding it is not known who made it so: reading the audit log "
                             "of an account takes the right Account Settings Read there.\n"));
}

TEST_CASE(
    "what no entry is about was done by nobody that the log knows, and a lost log hides nothing") {
    Tampered night;
    night.unpause();
    night.workspace.write("manifests/more.yaml",
                          customer("more", "- {name: Globex Corporation 2}"));
    CHECK(who(night.tenantry.drift({"--who"}), "Globex Corporation 2") == "unknown");
    night.simulator.set_faults(
        {{"answers",
          Json::array(
              {{{"method", "GET"},
                {"path", "/accounts/{account_id}/logs/audit"},
                {"status", 200},
                {"body",
                 {{"success", true}, {"errors", Json::array()}, {"result", Json::array()}}}}})}});
    CHECK(who(night.tenantry.drift({"--who"}), "zone/acme-shop.example") == "nobody");
    const std::string text = night.tenantry.run({"drift", "--who"}).out;
    CHECK(text.contains("    who      nobody in the audit log since 20"));
    night.simulator.set_faults(
        {{"answers", Json::array({{{"method", "GET"},
                                   {"path", "/accounts/{account_id}/logs/audit"},
                                   {"status", 500},
                                   {"code", 1000},
                                   {"message", "oops"}}})}});
    const Json drift = night.tenantry.drift({"--who"});
    CHECK(who(drift, "zone/acme-shop.example") == "unknown");
}

TEST_CASE("what a run of tenantry did is told with its name") {
    Tampered night;
    // Somebody applied other manifests, and this is the drift against ours.
    const std::string ours = night.workspace.read("manifests/customers/acme.yaml");
    std::string theirs = ours;
    REQUIRE(theirs.contains("paused: true"));
    theirs.replace(theirs.find("paused: true"), 12, "paused: false");
    night.workspace.write("manifests/customers/acme.yaml", theirs);
    REQUIRE(night.tenantry.apply().exit_code == Exit::done);
    night.workspace.write("manifests/customers/acme.yaml", ours);
    const Json runs = Json::parse(night.tenantry.run({"history", "--json"}).out).at("runs");
    const Json drift = night.tenantry.drift({"--who"});
    REQUIRE(drift.at("findings").size() == 1);
    const Json& told = drift.at("findings").at(0).at("who");
    CHECK(told.at("run") == runs.at(runs.size() - 1).at("run"));
    CHECK(told.at("ours") == false); // a token: nobody knows whose it is
}

TEST_CASE("what this run's own key did is told as that") {
    Tampered night;
    night.tenantry.use_key(night.simulator);
    const std::string key = night.simulator.email();
    night.simulator.control("PATCH",
                            "/zones/by-name/acme-shop.example?context=api_key&actor=" + key,
                            {{"paused", false}});
    const Json drift = night.tenantry.drift({"--who"});
    CHECK(drift.at("findings").at(0).at("who").at("ours") == true);
    CHECK(night.tenantry.run({"drift", "--who"})
              .out.contains(key + " by API key, the credential of this run, 20"));
}

TEST_SUITE_END();
