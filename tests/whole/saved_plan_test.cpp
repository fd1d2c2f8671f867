// Saved plans: apply carries out exactly what was looked at, or leaves the customer alone; and no
// file, whoever wrote it, does what a manifest could not.
#include "tests/support/audit.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/seeded_trials.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <sstream>

using namespace tenantry::whole;

namespace {

/// The sample with people and money: its first version made, its later version to be planned.
struct World {
    explicit World(bool quirks) : simulator(quirks, people_and_money.tenant) {
        people_and_money.prepare(simulator);
        people_and_money.write(workspace);
        const Ended ended = tenantry.apply();
        REQUIRE_MESSAGE(ended.exit_code == Exit::done, ended.text());
        people_and_money.write_later(workspace);
        simulator.control("DELETE", "/audit");
    }

    Ended save(const Words& more = {}) {
        const Ended ended =
            tenantry.run(Words{"plan", "--out", "p.json", "--allow-downgrade"} + more);
        REQUIRE_MESSAGE(ended.exit_code == Exit::done, ended.text());
        return ended;
    }
    Ended apply_file(const Words& more = {}) {
        return tenantry.run(Words{"apply", "p.json", "--allow-downgrade"} + more);
    }
    Json file() const { return Json::parse(workspace.read("p.json")); }
    void forge(const std::function<void(Json&)>& change) {
        Json forged = file();
        change(forged);
        workspace.write("p.json", forged.dump());
    }
    /// All that is live, and all that was sent or bought since the first version.
    std::string everything() {
        const Json state = simulator.state();
        return outline(state) + people_and_plans(state) +
               ledger(simulator.control("GET", "/audit"));
    }
    void change(const std::string& object, const Json& changes) {
        simulator.control("PATCH", object, changes);
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
};

std::string checksum_in(const Ended& ended) {
    const auto at = ended.out.find("--checksum ");
    REQUIRE_MESSAGE(at != std::string::npos, ended.text());
    return ended.out.substr(at + 11, 64);
}

/// A managed field that somebody changes between the plan and its apply.
struct Move {
    std::string what = {};
    std::function<void(World&)> change = {};
    std::string customer = {}; // who is refused
};

void patch_plan(World& world, const std::string& zone, const Json& changes) {
    world.change("/zone-subscriptions/by-name/" + zone, changes);
}

const std::vector<Move> moves = {
    {"the settings of an account",
     [](World& w) {
         w.simulator.change_account("Acme GmbH", {{"settings", {{"enforce_twofactor", false}}}});
     },
     "acme"},
    {"the name of an account",
     [](World& w) { w.simulator.change_account("Initech", {{"name", "Initrode"}}); }, "initech"},
    {"the roles of a member",
     [](World& w) {
         w.change("/members/by-name/ops@acme.example",
                  {{"roles", {"05784afa30c1afe1440e79d9351c7430"}}});
     },
     "acme"},
    {"the roles of a member who was not to change",
     [](World& w) {
         w.change("/members/by-name/audit@acme.example",
                  {{"roles", {"05784afa30c1afe1440e79d9351c7430"}}});
     },
     "acme"},
    {"a member is gone",
     [](World& w) { w.simulator.control("DELETE", "/members/by-name/ops@acme.example"); }, "acme"},
    {"the new member is there",
     [](World& w) {
         const Json account = w.simulator.control("GET", "/accounts/by-name/Acme%20GmbH");
         w.simulator.control("POST", "/members",
                             {{"email", "new@acme.example"},
                              {"account", {{"id", account.at("id")}}},
                              {"roles", {"05784afa30c1afe1440e79d9351c7430"}}});
     },
     "acme"},
    {"the policies of a member",
     [](World& w) {
         Json member = w.simulator.control("GET", "/members/by-name/dns@initech.example");
         member["policies"][0]["access"] = "deny";
         w.change("/members/by-name/dns@initech.example", {{"policies", member["policies"]}});
     },
     "initech"},
    {"the class of a zone plan",
     [](World& w) { patch_plan(w, "acme.example", {{"rate_plan", {{"id", "PARTNERS_BIZ"}}}}); },
     "acme"},
    {"a component of a zone plan",
     [](World& w) {
         patch_plan(w, "acme.example",
                    {{"component_values", {{{"name", "page_rules"}, {"value", 22}}}}});
     },
     "acme"},
    {"a component that nobody manages, which would be sent along",
     [](World& w) {
         patch_plan(w, "acme.example",
                    {{"component_values",
                      {{{"name", "page_rules"}, {"value", 20}},
                       {{"name", "dedicated_certificates"}, {"value", 3}}}}});
     },
     "acme"},
    {"the frequency of a zone plan",
     [](World& w) { patch_plan(w, "acme.example", {{"frequency", "yearly"}}); }, "acme"},
    {"a free zone is paid already",
     [](World& w) {
         const Json zone = w.simulator.control("GET", "/zones/by-name/initech.example");
         w.simulator.control(
             "POST", "/zone-subscriptions",
             {{"zone", {{"id", zone.at("id")}}}, {"rate_plan", {{"id", "PARTNERS_BIZ"}}}});
     },
     "initech"},
    {"the users of a subscription",
     [](World& w) {
         w.change("/subscriptions/by-name/TEAMS_STANDARD",
                  {{"component_values", {{{"name", "users"}, {"value", 60}}}}});
     },
     "acme"},
    {"the frequency of a subscription",
     [](World& w) {
         w.change("/subscriptions/by-name/TEAMS_STANDARD", {{"frequency", "monthly"}});
     },
     "acme"},
    {"a subscription ended",
     [](World& w) { w.change("/subscriptions/by-name/TEAMS_STANDARD", {{"state", "Expired"}}); },
     "acme"},
    {"the new subscription is there",
     [](World& w) {
         const Json account = w.simulator.control("GET", "/accounts/by-name/Acme%20GmbH");
         w.simulator.control(
             "POST", "/subscriptions",
             {{"account", {{"id", account.at("id")}}}, {"rate_plan", {{"id", "WORKERS_PAID"}}}});
     },
     "acme"},
    {"a zone is gone", [](World& w) { w.simulator.delete_zone("acme.example"); }, "acme"},
};

/// A change to the file, by somebody who wants more than was looked at.
struct Forgery {
    std::string what = {};
    std::function<void(Json&)> change = {};
};

Json* source_named(Json& file, const std::string& part) {
    for (Json& source : file.at("sources"))
        if (source.at("name").get<std::string>().contains(part)) return &source;
    return nullptr;
}

void replace_in(Json& text, const std::string& from, const std::string& to) {
    std::string changed = text.get<std::string>();
    changed.replace(changed.find(from), from.size(), to);
    text = changed;
}

const std::vector<Forgery> forgeries = {
    {"another manifest",
     [](Json& file) {
         file["sources"].push_back(
             {{"name", "extra.yaml"}, {"text", customer("evil", "- name: Evil")}});
     }},
    {"another customer in the selection and the sources",
     [](Json& file) {
         file["sources"].push_back(
             {{"name", "extra.yaml"}, {"text", customer("evil", "- name: Evil")}});
         file["selection"]["customers"].push_back("evil");
     }},
    {"more in a manifest",
     [](Json& file) {
         replace_in(source_named(file, "acme")->at("text"), "new@acme.example",
                    "evil@acme.example");
     }},
    {"a looser guard",
     [](Json& file) {
         replace_in(source_named(file, "tenant")->at("text"), "Administrator Read Only",
                    "Administrator");
     }},
    {"a step removed", [](Json& file) { file["steps"].erase(0); }},
    {"a step twice", [](Json& file) { file["steps"].push_back(file["steps"][0]); }},
    {"a step with another value", [](Json& file) { file["steps"][0]["fields"][0]["after"] = "x"; }},
    {"another id in a step",
     [](Json& file) {
         for (Json& step : file["steps"])
             if (!step["id"].is_null()) step["id"] = std::string(32, 'a');
     }},
    {"no steps", [](Json& file) { file["steps"] = Json::array(); }},
    {"no steps and nobody selected",
     [](Json& file) {
         file["steps"] = Json::array();
         file["selection"]["customers"] = Json::array();
     }},
    {"live objects gone",
     [](Json& file) {
         for (auto& [kind, objects] : file["live"]["objects"].items())
             objects = Json::array();
     }},
    {"an id that is a path",
     [](Json& file) {
         file["live"]["objects"]["account"][0]["id"] = "../../accounts/1234567890abcdef12345678";
     }},
    {"a program's worth of nonsense",
     [](Json& file) { file["live"]["objects"]["zone"] = "rm -rf /"; }},
    {"a variable",
     [](Json& file) {
         replace_in(source_named(file, "acme")->at("text"), "new@acme.example",
                    "\"${env:CLOUDFLARE_API_TOKEN}@evil.example\"");
     }},
    {"an unknown kind", [](Json& file) { file["live"]["objects"]["secret"] = Json::array(); }},
    {"another major format", [](Json& file) { file["tenantry_plan"] = "1.0"; }},
    {"no format", [](Json& file) { file.erase("tenantry_plan"); }},
    {"another tenant", [](Json& file) { file["tenant"]["tenants"] = {std::string(32, '1')}; }},
    {"another API", [](Json& file) { file["tenant"]["api"] = "https://evil.example"; }},
};

} // namespace

TEST_SUITE_BEGIN("saved_plans");

TEST_CASE("a saved plan is carried out as it was shown, without a question") {
    World world(with_quirks());
    const auto checksum = [&] {
        const Ended sum = run({.program = "/usr/bin/sha256sum",
                               .arguments = {"p.json"},
                               .directory = world.workspace.path()});
        return sum.out.substr(0, 64);
    };
    const Json json = Json::parse(world.save({"--json"}).out);
    CHECK(json.at("saved") == Json{{"file", "p.json"}, {"sha256", checksum()}});
    const Ended saved = world.save();
    CHECK_MESSAGE(checksum_in(saved) == checksum(), saved.text());
    struct stat status = {};
    REQUIRE(::stat(world.workspace.path_of("p.json").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600);

    const std::string plan = saved.out.substr(0, saved.out.find("Saved to "));
    const Ended shown = world.tenantry.run({"show", "p.json"});
    CHECK(shown.exit_code == Exit::done);
    // When it was made it was also told where, and as whom.
    CHECK(plan.starts_with(shown.out));
    CHECK(plan.substr(shown.out.size()).starts_with("API: "));

    // What the manifests say by then makes no difference.
    world.workspace.remove("manifests");
    const Ended applied = world.apply_file();
    CHECK_MESSAGE(applied.exit_code == Exit::done, applied.text());
    people_and_money.write(world.workspace);
    people_and_money.write_later(world.workspace);
    CHECK(world.tenantry.has_nothing_to_do());
    CHECK(doubles(world.simulator.control("GET", "/audit")) == "");

    // A second time there is nothing left of it to do, and nothing is done.
    const std::string before = world.everything();
    const Ended again = world.apply_file();
    CHECK_MESSAGE(again.exit_code == Exit::done, again.text());
    CHECK_MESSAGE(again.out.contains("Already carried out: nothing is left to do for 2 customers."),
                  again.text());
    CHECK(world.everything() == before);

    // What somebody did to one customer since is another state than the one that was looked at.
    world.change("/members/by-name/dns@initech.example", {{"status", "rejected"}});
    const Ended rejected = world.apply_file();
    CHECK_MESSAGE(rejected.exit_code == Exit::partly, rejected.text());
    CHECK_MESSAGE(rejected.err.contains("the invitation was rejected"), rejected.text());
    CHECK_MESSAGE(rejected.out.contains("Already carried out: acme."), rejected.text());
}

TEST_CASE("the checksum of another plan is refused") {
    World world(with_quirks());
    const std::string checksum = checksum_in(world.save());
    const std::string before = world.everything();
    const Ended wrong = world.apply_file({"--checksum", std::string(64, '0')});
    CHECK_MESSAGE(wrong.exit_code == Exit::usage, wrong.text());
    CHECK_MESSAGE(wrong.err.contains(checksum), wrong.text());
    CHECK(world.everything() == before);
    const Ended none = world.tenantry.apply({"--checksum", checksum});
    CHECK_MESSAGE(none.exit_code == Exit::usage, none.text());
    CHECK(world.apply_file({"--dry-run", "--checksum", checksum}).exit_code == Exit::done);
    CHECK(world.everything() == before);
    CHECK(world.apply_file({"--checksum", checksum}).exit_code == Exit::done);
    CHECK(world.tenantry.has_nothing_to_do());
}

TEST_CASE("every character of the checksum counts, and every character of the file") {
    World world(false);
    const std::string checksum = checksum_in(world.save());
    const auto show = [&](const std::string& demanded) {
        return world.tenantry.run({"show", "p.json", "--checksum", demanded}).exit_code;
    };
    CHECK(show(checksum) == Exit::done);
    std::string taken;
    for (const std::size_t position : tried(checksum.size(), "checksum", 9)) {
        std::string other = checksum;
        other[position] = other[position] == '0' ? '1' : '0';
        if (show(other) != Exit::usage)
            taken += " with another character " + std::to_string(position);
        if (position > 0 && show(checksum.substr(0, position)) != Exit::usage)
            taken += " with only " + std::to_string(position) + " characters";
    }
    CHECK(taken == "");
    CHECK(show(checksum + "0") == Exit::usage);

    // As many places of the file, from its first character to its last.
    const std::string file = world.workspace.read("p.json");
    for (const std::size_t part : tried(checksum.size() + 1, "file", 9)) {
        std::string changed = file;
        char& character = changed[(file.size() - 1) * part / checksum.size()];
        character = static_cast<char>(character ^ 1);
        world.workspace.write("p.json", changed);
        if (show(checksum) != Exit::usage)
            taken += " with part " + std::to_string(part) + " changed";
    }
    CHECK(taken == "");
}

TEST_CASE("a customer whose objects moved since the plan is refused, the others go on") {
    const bool quirks = with_quirks();
    for (const Move& move : moves) {
        CAPTURE(move.what);
        World world(quirks);
        world.save();
        move.change(world);
        const std::string before = world.everything();
        const Ended dry = world.apply_file({"--dry-run"});
        CHECK_MESSAGE(dry.exit_code == Exit::partly, dry.text());
        CHECK(world.everything() == before);
        const Ended ended = world.apply_file({"--json"});
        CHECK_MESSAGE(ended.exit_code == Exit::partly, ended.text());
        CHECK_MESSAGE(ended.err.contains("the live state has moved since the plan was made"),
                      ended.text());
        const Json document = Json::parse(ended.out);
        for (const Json& step : document.at("plan").at("steps")) {
            const bool refused = step.at("customer") == move.customer;
            CHECK_MESSAGE(step.at("refused_by") == (refused ? Json("stale") : Json()),
                          ended.text());
        }
        const std::string other = move.customer == "acme" ? "initech" : "acme";
        const Ended rest = world.tenantry.run(
            {"plan", "--detailed-exitcode", "--customer", other, "--allow-downgrade"});
        CHECK_MESSAGE(rest.exit_code == Exit::done, rest.text());
        CHECK(doubles(world.simulator.control("GET", "/audit")) == "");
    }
}

TEST_CASE("when all that a plan was for has moved it ends with 5") {
    const bool quirks = with_quirks();
    for (const Move& move : moves) {
        CAPTURE(move.what);
        World world(quirks);
        world.save({"--customer", move.customer});
        move.change(world);
        const std::string before = world.everything();
        for (const Words& more : {Words{}, Words{"--dry-run"}, Words{"--json"}}) {
            const Ended ended = world.apply_file(more);
            CHECK_MESSAGE(ended.exit_code == Exit::stale, ended.text());
        }
        CHECK(world.everything() == before);
    }
}

TEST_CASE("another account under the name is not the one that was looked at") {
    Simulator simulator(with_quirks());
    simulator.add_account({{"name", "Acme"}});
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    workspace.write("manifests/a.yaml",
                    customer("acme",
                             "- name: Acme\n"
                             "  members: [{email: a@acme.example, roles: [Administrator]}]\n"
                             "  subscriptions: [{plan: WORKERS_PAID}]\n"
                             "  zones: [{name: acme.example}]"));
    REQUIRE(tenantry.run({"plan", "--out", "p.json"}).exit_code == Exit::done);
    simulator.change_account("Acme", {{"name", "Old"}});
    simulator.add_account({{"name", "Acme"}});
    const std::string before = people_and_plans(simulator.state());
    const Ended ended = tenantry.run({"apply", "p.json"});
    CHECK_MESSAGE(ended.exit_code == Exit::stale, ended.text());
    CHECK_MESSAGE(ended.err.contains("what it lies in is another object now"), ended.text());
    CHECK(people_and_plans(simulator.state()) == before);
    CHECK(simulator.state().at("zones").empty());
}

TEST_CASE("what moved elsewhere does not matter") {
    World world(with_quirks());
    world.save({"--customer", "acme"});
    world.simulator.add_account({{"name", "Stranger"}});
    world.change("/members/by-name/dns@initech.example", {{"status", "accepted"}});
    world.change("/members/by-name/ops@acme.example", {{"status", "accepted"}});
    const Ended ended = world.apply_file();
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    CHECK(world.tenantry.has_nothing_to_do({"--customer", "acme"}));
}

TEST_CASE("a plan that was changed does nothing") {
    const bool quirks = with_quirks();
    for (const Forgery& forgery : forgeries) {
        CAPTURE(forgery.what);
        World world(quirks);
        world.save();
        world.forge(forgery.change);
        const std::string before = world.everything();
        const Ended ended = world.apply_file();
        const bool nothing = forgery.what.starts_with("no steps");
        CHECK_MESSAGE(ended.exit_code == (nothing ? Exit::done : Exit::usage), ended.text());
        CHECK_MESSAGE(world.everything() == before, ended.text());
    }
}

TEST_CASE("a plan made to fit together again is judged by what is live") {
    World world(with_quirks());
    // Somebody who knows the format changes an id, or a value that is live, everywhere.
    const Json account = world.simulator.control("GET", "/accounts/by-name/Acme%20GmbH");
    const std::string other = world.simulator.add_account({{"name", "Bystander"}});
    const std::vector<std::pair<std::string, std::string>> lies = {
        {account.at("id"), other}, {"TEAMS_STANDARD", "TEAMS_GATEWAY"}};
    for (const auto& [truth, lie] : lies) {
        world.save({"--customer", "acme"});
        std::string text = world.workspace.read("p.json");
        for (auto at = text.find(truth); at != std::string::npos; at = text.find(truth, at))
            text.replace(at, truth.size(), lie);
        world.workspace.write("p.json", text);
        const std::string before = world.everything();
        const Ended ended = world.apply_file();
        CHECK_MESSAGE(ended.exit_code == Exit::stale, ended.text());
        CHECK(world.everything() == before);
    }
}

TEST_CASE("a plan of another tenant is refused whole, and so is one that is none") {
    World world(with_quirks());
    world.save();
    Simulator other(false, {"--seed", "7"});
    Tenantry elsewhere(other, world.workspace);
    const Ended ended = elsewhere.run({"apply", "p.json", "--allow-downgrade"});
    CHECK_MESSAGE(ended.exit_code == Exit::usage, ended.text());
    CHECK_MESSAGE(ended.err.contains("the plan was made for another tenant"), ended.text());
    CHECK(other.state().at("accounts").empty());
    for (const char* text : {"", "{}", "[]", "nonsense", "{\"tenantry_plan\": 1}"}) {
        world.workspace.write("q.json", text);
        CHECK(world.tenantry.run({"apply", "q.json"}).exit_code == Exit::usage);
        CHECK(world.tenantry.run({"show", "q.json"}).exit_code == Exit::usage);
    }
}

TEST_CASE("the guards judge a saved plan again") {
    World world(with_quirks());
    world.save();
    const std::string before = world.everything();
    const Ended partly = world.tenantry.run({"apply", "p.json"});
    CHECK_MESSAGE(partly.exit_code == Exit::partly, partly.text());
    CHECK_MESSAGE(partly.err.contains("--allow-downgrade"), partly.text());
    CHECK(!people_and_plans(world.simulator.state()).contains("new@acme.example"));
    CHECK(world.everything() != before);
}

TEST_CASE("the command that plan prints carries it out as it was planned") {
    World world(with_quirks());
    const Ended saved = world.save({"--force=max_updates", "--force=keep"});
    const std::string before = "carry it out with: tenantry ";
    const auto at = saved.out.find(before);
    REQUIRE_MESSAGE(at != std::string::npos, saved.text());
    std::istringstream line(saved.out.substr(at + before.size()));
    const Words words{std::istream_iterator<std::string>(line), {}};
    CHECK(std::ranges::find(words, "--force=keep") != words.end());
    const Ended ended = world.tenantry.run(words);
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
}

TEST_CASE("a plan with nothing to do saves and applies to nothing") {
    World world(with_quirks());
    REQUIRE(world.tenantry.apply(people_and_money.flags).exit_code == Exit::done);
    world.save();
    const std::string before = world.everything();
    people_and_money.write(world.workspace);
    world.simulator.forget_requests();
    const Ended ended = world.apply_file();
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    for (const auto& [call, count] : world.simulator.requests_by_endpoint())
        CHECK(call.starts_with("GET "));
    CHECK(world.everything() == before);
}

TEST_CASE("a saved plan holds the names of variables and no values, and no credential") {
    Simulator simulator(with_quirks());
    const Workspace workspace;
    Tenantry tenantry(simulator, workspace);
    workspace.write("operator.yaml", "apiVersion: tenantry/v1\nkind: Configuration\nspec:\n"
                                     "  pace: {identity: \"off\", address: \"off\"}\n"
                                     "  variables: {env: [ABUSE]}\n");
    workspace.write("manifests/a.yaml",
                    customer("acme", "- name: Acme\n"
                                     "  settings: {abuse_contact_email: \"${env:ABUSE}\"}\n"
                                     "  zones: [{name: acme.example}]"));
    tenantry.environment["TENANTRY_CONFIG"] = "operator.yaml";
    tenantry.environment["ABUSE"] = "hidden@partner.example";
    REQUIRE(tenantry.run({"plan", "--out", "p.json"}).exit_code == Exit::done);
    const std::string text = workspace.read("p.json");
    CHECK(!text.contains("hidden@"));
    CHECK(!text.contains(simulator.token()));
    CHECK(text.contains("${env:ABUSE}"));

    // Without the operator's leave it is not read, and another value is another plan's business.
    tenantry.environment["TENANTRY_CONFIG"] = "quick.yaml";
    CHECK(tenantry.run({"apply", "p.json"}).exit_code == Exit::usage);
    CHECK(tenantry.run({"show", "p.json"}).exit_code == Exit::usage);
    tenantry.environment["TENANTRY_CONFIG"] = "operator.yaml";
    CHECK(tenantry.run({"apply", "p.json"}).exit_code == Exit::done);
    CHECK(tenantry.has_nothing_to_do());
    const Json account = simulator.state().at("accounts").at(0);
    CHECK(account.at("settings").at("abuse_contact_email") == "hidden@partner.example");
}

TEST_SUITE_END();
