// What the README shows is what the program does: its manifests, carried out against the simulator,
// give its outputs, and its table has the flags that there are. The example converges too.
#include "tests/support/places.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <stdexcept>

using namespace tenantry::whole;

namespace {

constexpr int guarded = 4;

std::string readme() {
    std::ifstream file(tenantry::places::source("README.md"), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The fenced blocks that begin with `opening`, without it.
std::vector<std::string> blocks(const std::string& opening) {
    const std::string text = readme();
    const std::string fence = "```" + opening;
    std::vector<std::string> result;
    for (auto at = text.find(fence); at != std::string::npos; at = text.find(fence, at + 1)) {
        const auto from = at + fence.size();
        result.push_back(text.substr(from, text.find("```", from) - from));
    }
    return result;
}

/// What the README shows of a command that it shows once, or as the nth.
std::string shown(const std::string& command, std::size_t nth = 0) {
    const auto found = blocks("console\n$ " + command + "\n");
    if (nth < found.size()) return found[nth];
    throw std::runtime_error("the README does not show " + command);
}

/// The README's address of the API in place of the simulator's.
std::string at_cloudflare(std::string text, const Simulator& simulator) {
    const std::string url = simulator.url();
    for (auto at = text.find(url); at != std::string::npos; at = text.find(url))
        text.replace(at, url.size(), "https://api.cloudflare.com/client/v4");
    return text;
}

/// Ids and times are others in each run.
std::string without_ids(const std::string& text) {
    static const std::regex id("[0-9a-f]{32}");
    static const std::regex time("[0-9-]{10}T[0-9:]{8}Z");
    static const std::regex run("the run [0-9a-z]+ of [^\n ]+");
    const std::string timeless = std::regex_replace(text, time, "TIME");
    return std::regex_replace(std::regex_replace(timeless, id, "ID"), run, "the run RUN");
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    return text.replace(text.find(what), what.size(), by);
}

void invite_at_the_dashboard(Simulator& simulator, const std::string& account,
                             const std::string& email) {
    const Json state = simulator.state();
    for (const Json& known : state.at("accounts")) {
        if (known.at("name") != account) continue;
        const Json administrator = {{"id", "05784afa30c1afe1440e79d9351c7430"}};
        simulator.control("POST", "/members",
                          {{"email", email},
                           {"status", "accepted"},
                           {"account", {{"id", known.at("id")}}},
                           {"roles", Json::array({administrator})}});
    }
}

} // namespace

TEST_SUITE_BEGIN("readme");

TEST_CASE("the README's manifests give the README's outputs") {
    const std::vector<std::string> manifests = blocks("yaml\n");
    REQUIRE(manifests.size() > 2);
    Simulator simulator;
    simulator.add_account({{"name", "Acme Ltd"}});
    const Workspace workspace;
    workspace.write("manifests/acme.yaml", manifests[0]);
    workspace.write("manifests/tenant.yaml", manifests[1]);
    Tenantry tenantry(simulator, workspace);
    tenantry.environment["TENANTRY_LEDGER"] = "ledger.sqlite"; // as a stranger has one

    const auto out_of = [&](const char* command) {
        return at_cloudflare(tenantry.run({command}).out, simulator);
    };
    CHECK(out_of("plan") == shown("tenantry plan"));
    REQUIRE(tenantry.run({"plan", "--out", "plan.json"}).exit_code == Exit::done);
    REQUIRE(tenantry.run({"apply", "plan.json"}).exit_code == Exit::done);
    CHECK(out_of("plan") == shown("tenantry plan", 1));
    const Ended again = tenantry.run({"apply", "plan.json"});
    CHECK(again.exit_code == Exit::done);
    CHECK(at_cloudflare(again.err + again.out, simulator) == shown("tenantry apply plan.json"));

    simulator.change_zone("acme-shop.example", {{"paused", false}});
    invite_at_the_dashboard(simulator, "Acme GmbH", "temp@elsewhere.example");
    CHECK(without_ids(out_of("drift")) == without_ids(shown("tenantry drift")));
    const std::string zone = "acme/Acme GmbH/zone/acme-shop.example";
    const Ended explained = tenantry.run({"explain", zone, "paused"});
    CHECK(without_ids(at_cloudflare(explained.out, simulator)) ==
          without_ids(shown("tenantry explain '" + zone + "' paused")));

    workspace.write("manifests/acme.yaml", replaced(manifests[0], "users: 60", "users: 600"));
    const Ended dear = tenantry.run({"plan"});
    CHECK(dear.exit_code == guarded);
    CHECK(dear.err == shown("tenantry plan > /dev/null") + "\n");

    workspace.write("manifests/acme.yaml", replaced(manifests[0], "paused", "paussed"));
    const Ended wrong = tenantry.run({"validate"});
    CHECK(wrong.exit_code == Exit::usage);
    CHECK(wrong.err + wrong.out == shown("tenantry validate"));
}

TEST_CASE("the README's configuration is one") {
    const std::vector<std::string> documents = blocks("yaml\n");
    const Simulator simulator;
    const Workspace workspace;
    workspace.write("manifests/acme.yaml", documents.at(0));
    workspace.write("operator.yaml", documents.at(2));
    const Tenantry tenantry(simulator, workspace);
    REQUIRE(documents.at(2).contains("kind: Configuration"));
    const Ended ended = tenantry.run({"validate", "--config", "operator.yaml"});
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
}

TEST_CASE("the README's export of a tenant is what the program writes") {
    Simulator simulator(with_quirks(), unlimited);
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    const std::string acme =
        simulator.add_account({{"name", "Acme GmbH"}, {"settings", {{"enforce_twofactor", true}}}});
    simulator.add_account({{"name", "Globex Ltd"}});
    invite_at_the_dashboard(simulator, "Acme GmbH", "ops@acme.example");
    invite_at_the_dashboard(simulator, "Acme GmbH", "late@acme.example");
    simulator.control("PATCH", "/members/by-name/late@acme.example", {{"status", "pending"}});
    simulator.api("POST", "/accounts/" + acme + "/subscriptions",
                  {{"rate_plan", {{"id", "TEAMS_STANDARD"}}},
                   {"component_values", Json::array({{{"name", "users"}, {"value", 50}}})},
                   {"frequency", "monthly"}});
    simulator.add_zone("acme.example", acme);
    simulator.control("PATCH", "/zone-settings/by-name/acme.example",
                      {{"ssl", "strict"}, {"min_tls_version", "1.2"}});
    const Ended ended = tenantry.run({"export"});
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    CHECK(ended.out == shown("tenantry export"));
    const auto files = blocks("yaml\n# Written by tenantry export");
    REQUIRE(files.size() == 1);
    std::ifstream file(workspace.path_of("manifests/customers/acme.yaml"), std::ios::binary);
    const std::string written(std::istreambuf_iterator<char>(file), {});
    static const std::regex day("made [0-9-]{10}");
    CHECK(std::regex_replace(without_ids(written), day, "made DAY") ==
          std::regex_replace(without_ids("# Written by tenantry export" + files.front()), day,
                             "made DAY"));
}

TEST_CASE("the README's table has every flag, and no other") {
    const Simulator simulator;
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    static const std::regex flag("--[a-z][a-z-]+");
    const auto flags_in = [](const std::string& text) {
        std::set<std::string> flags;
        for (std::sregex_iterator at(text.begin(), text.end(), flag), end; at != end; ++at)
            flags.insert(at->str());
        return flags;
    };
    std::string help;
    for (const char* command :
         {"validate", "plan", "apply", "drift", "costs", "show", "explain", "history", "settle",
          "unlock", "ledger", "doctor", "permissions", "export", "adopt", "init", "version"})
        help += tenantry.run({command, "--help"}).out;
    std::set<std::string> known = flags_in(help);
    known.erase("--help");
    const std::string text = readme();
    const auto table = text.find("\n| flag | of | does |\n");
    REQUIRE(table != std::string::npos);
    CHECK(flags_in(text.substr(table, text.find("\n\n", table) - table)) == known);
}

TEST_CASE("the example in manifests/ converges") {
    Simulator simulator(with_quirks());
    const std::string globex = "023e105f4ecef8ad9ca31a8372d0c353";
    simulator.add_account({{"id", globex},
                           {"name", "Globex Corporation"},
                           {"settings", {{"enforce_twofactor", true}}}});
    simulator.add_zone("globex.example", globex);
    const Workspace workspace;
    std::filesystem::copy(tenantry::places::source("manifests"), workspace.path_of("manifests"),
                          std::filesystem::copy_options::recursive);
    Tenantry tenantry(simulator, workspace);
    tenantry.use_key(simulator);
    const Ended ended = tenantry.apply();
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    CHECK(tenantry.has_nothing_to_do());
}

TEST_SUITE_END();
