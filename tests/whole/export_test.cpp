// A tenant that exists becomes manifests: they leave nothing to do, are the same the next time, and
// make the same tenant again where there is none.
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

using namespace tenantry::whole;

namespace {

namespace fs = std::filesystem;

std::string text_in(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

/// All files below a folder, by their paths in it.
std::map<std::string, std::string> files_in(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files.emplace(fs::relative(entry.path(), folder).string(), text_in(entry.path()));
    return files;
}

bool has(const std::string& text, const std::string& words) { return text.contains(words); }

/// Files as they are, but for ids.
std::map<std::string, std::string> without_ids(std::map<std::string, std::string> files) {
    static const std::regex id("\\b[0-9a-f]{32}\\b");
    for (auto& [path, text] : files)
        text = std::regex_replace(text, id, "ID");
    return files;
}

constexpr const char* administrator = "05784afa30c1afe1440e79d9351c7430";

void add_member(Simulator& simulator, const std::string& account, const std::string& email,
                const char* status, const Json& roles = {{{"id", administrator}}}) {
    simulator.control(
        "POST", "/members",
        {{"email", email}, {"status", status}, {"account", {{"id", account}}}, {"roles", roles}});
}

/// Names, people, zones and settings that somebody made by hand over the years.
void fill(Simulator& simulator) {
    const std::string mueller = simulator.add_account(
        {{"name", "Café Müller GmbH & Co. KG"}, {"settings", {{"enforce_twofactor", true}}}});
    for (int i = 0; i < 60; ++i)
        add_member(simulator, mueller, "p" + std::to_string(i) + "@mueller.example", "accepted");
    const std::string acme = simulator.add_account({{"name", "Acme GmbH"}});
    simulator.add_account({{"name", "Acme Ltd"}});
    simulator.add_account({{"name", "O'Neil: \"quotes\" # {braces} ${env:HOME}"}});
    simulator.add_account({{"name", "\u202eevil\u202c"}});
    simulator.add_account({{"name", "true"}});
    simulator.add_account({{"name", "株式会社"}});
    add_member(simulator, acme, "late@acme.example", "pending");
    simulator.add_zone("mueller.example", mueller);
    simulator.add_zone("bücher.example", mueller);
    simulator.add_zone("acme.example", acme);
    simulator.control("PATCH", "/zone-settings/by-name/acme.example",
                      {{"ssl", "strict"}, {"min_tls_version", "1.2"}, {"browser_cache_ttl", 0}});
}

} // namespace

TEST_SUITE_BEGIN("export");

TEST_CASE("an export leaves nothing to do, is the same the next time, and makes the same again") {
    const bool quirks = with_quirks();
    Simulator simulator(quirks, unlimited);
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    fill(simulator);
    simulator.forget_requests();
    const Ended first = tenantry.run({"export", "--into", "manifests", "--profiles"});
    CHECK_MESSAGE(first.exit_code == Exit::done, first.text());
    CHECK_MESSAGE(has(first.out, "7 of 7 accounts"), first.out);
    CHECK_MESSAGE(has(first.out, "planned, they leave nothing to do"), first.out);
    for (const auto& [call, count] : simulator.requests_by_endpoint())
        CHECK_MESSAGE(call.starts_with("GET "), call);
    const auto files = files_in(workspace.path_of("manifests"));
    CHECK(files.contains("customers/cafe-muller.yaml"));
    CHECK(files.contains("customers/acme-2.yaml"));
    CHECK(tenantry.has_nothing_to_do());
    CHECK(tenantry.drift().at("findings").empty());

    CHECK(tenantry.run({"export", "--into", "again", "--profiles"}).exit_code == Exit::done);
    CHECK(files_in(workspace.path_of("again")) == files);

    // Where nothing is, they make the same; who was invited is invited.
    Simulator empty(quirks, unlimited);
    const Tenantry other(empty, workspace);
    const Ended applied = other.apply();
    CHECK_MESSAGE(applied.exit_code == Exit::done, applied.text());
    for (int i = 0; i < 60; ++i)
        empty.control("PATCH", "/members/by-name/p" + std::to_string(i) + "@mueller.example",
                      {{"status", "accepted"}});
    CHECK(other.run({"export", "--into", "made", "--profiles"}).exit_code == Exit::done);
    const auto made = without_ids(files_in(workspace.path_of("made")));
    const auto wanted = without_ids(files);
    CHECK(made.size() == wanted.size());
    for (const auto& [path, text] : wanted) {
        CAPTURE(path);
        REQUIRE(made.contains(path));
        CHECK_MESSAGE(made.at(path) == text, made.at(path) << text);
    }
}

TEST_CASE("tenants of every program can be exported") {
    for (const char* program : {"reseller", "agency", "msp"}) {
        for (const char* size : {"40x3", "120x2"}) {
            CAPTURE(program);
            CAPTURE(size);
            const Simulator simulator(
                with_quirks(),
                unlimited + Words{"--tenant", size, "--program", program, "--units", "2"});
            const Workspace workspace;
            const Tenantry tenantry(simulator, workspace);
            const Ended ended = tenantry.run({"export", "--profiles"});
            CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
            CHECK(tenantry.has_nothing_to_do());
        }
    }
}

TEST_CASE("what is there is never written over, and what a file names is left alone") {
    Simulator simulator(with_quirks(), unlimited);
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    simulator.add_account({{"name", "Acme GmbH"}});
    CHECK(tenantry.run({"export"}).exit_code == Exit::done);
    const std::string acme = "manifests/customers/acme.yaml";
    workspace.write(acme, text_in(workspace.path_of(acme)) + "# mine\n");
    simulator.add_account({{"name", "Globex"}});

    const Ended refused = tenantry.run({"export"});
    CHECK(refused.exit_code == Exit::usage);
    CHECK_MESSAGE(has(refused.err, "1 of these accounts is in a manifest already"), refused.err);
    CHECK_MESSAGE(has(refused.err, "manifests/customers/acme.yaml:8:"), refused.err);
    CHECK(!fs::exists(workspace.path_of("manifests/customers/globex.yaml")));

    const Ended dry = tenantry.run({"export", "--unmanaged", "--dry-run"});
    CHECK_MESSAGE(dry.exit_code == Exit::done, dry.text());
    CHECK_MESSAGE(has(dry.out, "1 customer in 1 file would be written"), dry.out);
    CHECK(!fs::exists(workspace.path_of("manifests/customers/globex.yaml")));
    CHECK(tenantry.run({"export", "--unmanaged"}).exit_code == Exit::done);
    CHECK(fs::exists(workspace.path_of("manifests/customers/globex.yaml")));
    CHECK(has(text_in(workspace.path_of(acme)), "# mine"));
    CHECK(tenantry.has_nothing_to_do());

    workspace.write("other/customers/acme.yaml", "apiVersion: tenantry/v1\nkind: Customer\n"
                                                 "metadata: {name: another}\nspec: {}\n");
    const Ended there = tenantry.run({"export", "--into", "other"});
    CHECK(there.exit_code == Exit::error);
    CHECK_MESSAGE(has(there.err, "nothing is written over"), there.err);
    CHECK(!fs::exists(workspace.path_of("other/customers/globex.yaml")));
    CHECK(tenantry.run({"export", "--into", "other", "--force"}).exit_code == Exit::done);
    CHECK(has(text_in(workspace.path_of("other/customers/acme.yaml")), "Acme GmbH"));

    const Ended unknown = tenantry.run({"export", "--account", "Glubex", "--into", "x"});
    CHECK(unknown.exit_code == Exit::usage);
    CHECK_MESSAGE(has(unknown.err, "did you mean \"Globex\"?"), unknown.err);
}

TEST_CASE("what cannot be read is a difference that is told, and no list that is empty") {
    Simulator simulator(with_quirks(), unlimited);
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    const std::string acme = simulator.add_account({{"name", "Acme GmbH"}});
    add_member(simulator, acme, "it@acme.example", "accepted");
    simulator.add_zone("acme.example", acme);
    simulator.set_faults({{"answers",
                           {{{"method", "GET"},
                             {"path", "/accounts/{account_id}/members"},
                             {"status", 403},
                             {"code", 10000},
                             {"message", "Authentication error"}},
                            {{"method", "GET"},
                             {"path", "/zones/{zone_id}/settings"},
                             {"status", 404},
                             {"code", 7003},
                             {"message", "gone"}}}}});
    const Ended ended = tenantry.run({"export"});
    CHECK(ended.exit_code == Exit::error);
    CHECK_MESSAGE(has(ended.out, "not in the files: the members of Acme GmbH"), ended.out);
    const std::string text = text_in(workspace.path_of("manifests/customers/acme.yaml"));
    CHECK_MESSAGE(has(text, "# members is not managed: it could not be read"), text);
    CHECK_MESSAGE(!has(text, "no members"), text);
}

TEST_CASE("drift writes what no manifest names as pieces for them") {
    Simulator simulator(with_quirks(), unlimited);
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    const std::string acme = simulator.add_account({{"name", "Acme GmbH"}});
    add_member(simulator, acme, "it@acme.example", "accepted");
    simulator.add_zone("acme.example", acme);
    workspace.write("manifests/acme.yaml",
                    "apiVersion: tenantry/v1\nkind: Customer\nmetadata: {name: acme}\nspec:\n"
                    "  accounts:\n    - name: Acme GmbH\n      members: []\n      zones: []\n");
    const Ended none = tenantry.run({"drift", "--export", "none.yaml", "--exclude", "acme/*"});
    CHECK_MESSAGE(has(none.out, "Nothing is unmanaged: no file was written"), none.out);
    CHECK(!fs::exists(workspace.path_of("none.yaml")));
    const Ended ended = tenantry.run({"drift", "--export", "new.yaml"});
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    CHECK_MESSAGE(has(ended.out, "Wrote 2 pieces of YAML to new.yaml"), ended.out);
    const std::string text = text_in(workspace.path_of("new.yaml"));
    CHECK_MESSAGE(has(text, "# acme: members of the item at manifests/acme.yaml:6:"), text);
    CHECK_MESSAGE(has(text, "- {email: it@acme.example, roles: [Administrator]}"), text);
    CHECK_MESSAGE(has(text, "- name: acme.example"), text);
    CHECK(tenantry.run({"drift", "--export", "new.yaml"}).exit_code == Exit::usage);
}

TEST_CASE("adopt writes ids and new names into the files, and nothing else") {
    Simulator simulator(with_quirks(), unlimited);
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    const std::string acme = simulator.add_account({{"name", "Acme GmbH"}});
    const std::string globex = simulator.add_account({{"name", "Globex"}});
    const std::string before = "apiVersion: tenantry/v1\nkind: Customer\nmetadata: {name: acme}\n"
                               "spec:\n  accounts:\n    - name: Acme GmbH # ours\n      members: []"
                               "\n    - {name: \"Globex\", zones: []} # and theirs\n";
    workspace.write("manifests/acme.yaml", before);
    CHECK(tenantry.run({"adopt", "--dry-run"}).exit_code == Exit::done);
    CHECK(text_in(workspace.path_of("manifests/acme.yaml")) == before);
    const Ended ended = tenantry.run({"adopt"});
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    const std::string after = text_in(workspace.path_of("manifests/acme.yaml"));
    CHECK_MESSAGE(has(after, "    - name: Acme GmbH # ours\n      id: "), after);
    CHECK_MESSAGE(has(after, "    - {name: \"Globex\", id: "), after);
    CHECK_MESSAGE(has(after, acme), after);
    CHECK_MESSAGE(has(after, globex), after);

    simulator.change_account("Globex", {{"name", "Globex Corporation"}});
    CHECK(tenantry.run({"adopt"}).exit_code == Exit::done);
    CHECK(has(text_in(workspace.path_of("manifests/acme.yaml")), "{name: \"Globex Corporation\""));
    CHECK(tenantry.has_nothing_to_do());
    const Ended nothing = tenantry.run({"adopt"});
    CHECK_MESSAGE(has(nothing.out, "has its id and its name already"), nothing.out);
}

TEST_CASE("adopt does not take back a name that the manifest gives") {
    Simulator simulator(with_quirks(), unlimited);
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    simulator.add_account({{"name", "Acme Ltd"}});
    workspace.write("manifests/acme.yaml",
                    "apiVersion: tenantry/v1\nkind: Customer\nmetadata: {name: acme}\nspec:\n"
                    "  accounts:\n    - name: Acme GmbH\n      previously: [Acme Ltd]\n");
    CHECK(tenantry.run({"adopt"}).exit_code == Exit::done);
    CHECK(tenantry.run({"adopt"}).exit_code == Exit::done);
    CHECK(has(text_in(workspace.path_of("manifests/acme.yaml")), "- name: Acme GmbH\n      id: "));
}

TEST_CASE("accounts are chosen by name, pattern, id and unit") {
    Simulator simulator(with_quirks(), unlimited);
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    const std::string acme = simulator.add_account({{"name", "Acme GmbH"}});
    simulator.add_account({{"name", "Globex"}});
    int folder = 0;
    for (const Words& words : {Words{"--account", "Acme GmbH"}, Words{"--account", acme},
                               Words{"--account", "A*"}, Words{"--unit", "EMEA resale"}}) {
        const std::string into = "into" + std::to_string(++folder);
        const Ended ended = tenantry.run(Words{"export", "--into", into} + words);
        CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
        CHECK(fs::exists(workspace.path_of(into + "/customers/acme.yaml")));
        CHECK(fs::exists(workspace.path_of(into + "/customers/globex.yaml")) ==
              (words.front() == "--unit"));
    }
    const Ended unknown = tenantry.run({"export", "--unit", "EMEA", "--into", "x"});
    CHECK(unknown.exit_code == Exit::usage);
    CHECK_MESSAGE(has(unknown.err, "no unit is named \"EMEA\""), unknown.err);
}

TEST_CASE("beside manifests an export proves its own files, and gives nobody what he has not") {
    Simulator simulator(with_quirks(), unlimited);
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    for (int i = 0; i < 4; ++i) {
        const std::string name = "Customer " + std::to_string(i);
        const std::string account = simulator.add_account({{"name", name}});
        add_member(simulator, account, "it" + std::to_string(i) + "@a.example", "accepted");
    }
    CHECK(tenantry.run({"export"}).exit_code == Exit::done);
    const std::string late = simulator.add_account({{"name", "Late"}});
    add_member(simulator, late, "late@a.example", "accepted");
    const Ended more = tenantry.run({"export", "--unmanaged"});
    CHECK_MESSAGE(more.exit_code == Exit::done, more.text());
    CHECK(tenantry.has_nothing_to_do());
    // Nobody knows what this one may do.
    add_member(simulator, late, "nothing@a.example", "accepted", Json::array());
    const Ended ended = tenantry.run({"export", "--into", "all", "--profiles"});
    CHECK(ended.exit_code == Exit::error);
    const std::string text = text_in(workspace.path_of("all/customers/late.yaml"));
    CHECK_MESSAGE(!has(text, "- email: nothing@a.example"), text);
    CHECK_MESSAGE(has(text, "# not in members: nothing@a.example"), text);
}

TEST_CASE("init begins a folder that validates, and never writes over one") {
    Simulator simulator;
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    const Ended ended = tenantry.run({"init", "new"});
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    const Ended valid =
        tenantry.run({"validate", "new/manifests", "--config", "new/tenantry.yaml"});
    CHECK_MESSAGE(valid.exit_code == Exit::done, valid.text());
    // Editors find the schemas by the first line of each file.
    for (const auto& [path, text] : files_in(workspace.path_of("new"))) {
        if (!path.ends_with(".yaml")) continue;
        const auto begin = text.find("$schema=");
        REQUIRE(begin != std::string::npos);
        const std::string schema = text.substr(begin + 8, text.find('\n', begin) - begin - 8);
        CHECK_MESSAGE(fs::exists(fs::path(workspace.path_of("new/" + path)).parent_path() / schema),
                      path);
    }
    CHECK(tenantry.run({"init", "new"}).exit_code == Exit::error);
}

TEST_SUITE_END();
