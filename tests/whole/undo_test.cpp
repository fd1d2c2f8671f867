// What a run updated is brought back by a patch of the manifests; what cannot be is told.
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>

using namespace tenantry::whole;

namespace {

constexpr const char* tenant = R"(apiVersion: tenantry/v1
kind: Tenant
spec: {}
---
apiVersion: tenantry/v1
kind: Profile
metadata: {name: smb}
spec: {defaults: {account: {settings: {abuse_contact_email: DEFAULT}}}}
)";

constexpr const char* acme = R"(# Acme, a customer since 2019
apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  profiles: [smb]
  accounts:
    - name: NAME # as in the register
      previously: [Acme Ltd]
      business_name: "BUSINESS"   # with care
      settings: {enforce_twofactor: TWO}
      members: [{email: it@acme.example, roles: [ROLE]}] # one only
      zones:
        # both are theirs
        - {name: acme.example, paused: PAUSED} # in the contract
        - name: acme-shop.example
          paused:
            false)";

std::string filled(std::string text, const std::map<std::string, std::string>& values) {
    for (const auto& [name, value] : values)
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name))
            text.replace(at, name.size(), value);
    return text;
}

/// A tenant whose one customer was updated in everything by a run.
struct UndoWorld {
    UndoWorld() : simulator(with_quirks()), tenantry(simulator, workspace) {
        const std::string account = simulator.add_account({{"name", "Acme Ltd"}});
        simulator.control("POST", "/members",
                          {{"email", "it@acme.example"},
                           {"status", "accepted"},
                           {"account", {{"id", account}}},
                           {"roles", {{{"id", "05784afa30c1afe1440e79d9351c7430"}}}}});
        tenantry.environment["TENANTRY_LEDGER"] = "ledger.sqlite";
        write("old@acme.example", first);
        REQUIRE(tenantry.apply().exit_code == Exit::done);
        write("new@acme.example", second);
        REQUIRE(tenantry.apply().exit_code == Exit::done);
        run = latest();
    }

    void write(const std::string& contact, const std::map<std::string, std::string>& values) {
        workspace.write("manifests/tenant.yaml", filled(tenant, {{"DEFAULT", contact}}));
        workspace.write("manifests/customers/acme.yaml", filled(acme, values));
    }
    std::string latest() {
        const Json runs = Json::parse(tenantry.run({"history", "--json"}).out).at("runs");
        return runs.back().at("run");
    }
    Json undo(const std::string& of) {
        const Ended ended = tenantry.run({"history", of, "--undo", "--json"});
        REQUIRE_MESSAGE(ended.exit_code == Exit::done, ended.text());
        return Json::parse(ended.out).at("undo");
    }
    Ended git_apply(const std::string& patch) {
        workspace.write("undo.patch", patch);
        return Program({.program = "/usr/bin/git",
                        .arguments = {"apply", "undo.patch"},
                        .environment = {{"PATH", "/usr/bin:/bin"}},
                        .directory = workspace.path()})
            .wait();
    }

    const std::map<std::string, std::string> first = {{"NAME", "Acme Ltd"},
                                                      {"BUSINESS", "Acme"},
                                                      {"TWO", "false"},
                                                      {"ROLE", "Administrator"},
                                                      {"PAUSED", "true"}};
    const std::map<std::string, std::string> second = {{"NAME", "Acme GmbH"},
                                                       {"BUSINESS", "Acme: all of it"},
                                                       {"TWO", "true"},
                                                       {"ROLE", "Administrator Read Only"},
                                                       {"PAUSED", "false"}};
    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry;
    std::string run;
};

/// The value of a field in what an undo tells.
Json value_of(const Json& undo, const std::string& field) {
    for (const Json& value : undo.at("values"))
        if (value.at("field") == field) return value;
    FAIL("nothing is told of ", field);
    return {};
}

/// Roles as manifests have them, by name alone.
Json by_name(const Json& value) {
    if (!value.is_array()) return value;
    Json names = Json::array();
    for (const Json& item : value)
        names.push_back(item.is_object() ? item.at("name") : item);
    return names;
}

/// "field: before -> after" of each update of a plan or a run, without order.
std::multiset<std::string> updates(const Json& steps, const char* field, bool backwards) {
    std::multiset<std::string> all;
    for (const Json& step : steps) {
        CHECK(step.at("action") == "update");
        for (const Json& change : step.at("fields")) {
            const std::string before = by_name(change.at(backwards ? "after" : "before")).dump();
            const std::string after = by_name(change.at(backwards ? "before" : "after")).dump();
            all.insert(change.at(field).get<std::string>() + ": " + before + " -> " + after);
        }
    }
    return all;
}

} // namespace

TEST_SUITE_BEGIN("undo");

TEST_CASE("a patch brings back what a run updated: the plan is the run, backwards") {
    UndoWorld world;
    const Json steps =
        Json::parse(world.tenantry.run({"history", world.run, "--json"}).out).at("steps");
    const Ended undo = world.tenantry.run({"history", world.run, "--undo"});
    REQUIRE(undo.exit_code == Exit::done);
    CAPTURE(undo.out);
    const Json contact = value_of(world.undo(world.run), "settings.abuse_contact_email");
    const Ended applied = world.git_apply(undo.out);
    REQUIRE_MESSAGE(applied.exit_code == 0, applied.text());
    auto values = world.first;
    // The name of today becomes one of those before, so that no new account is made.
    values.erase("NAME");
    std::string wanted = filled(acme, values);
    wanted = filled(wanted, {{"Acme Ltd", "Acme GmbH"}, {"NAME", "Acme Ltd"}});
    CHECK(world.workspace.read("manifests/customers/acme.yaml") == wanted);
    auto backwards = updates(steps, "path", true);
    // A default is not changed for one customer: that one is left to a person.
    CHECK(std::erase_if(backwards, [](const std::string& update) {
              return update.starts_with("settings.abuse_contact_email");
          }) == 1);
    CHECK(updates(world.tenantry.plan().at("steps"), "field", false) == backwards);
    CHECK(contact.at("way") == "snippet");
    CHECK(contact.at("snippet") == "settings:\n  abuse_contact_email: \"old@acme.example\"\n");
    CHECK(contact.at("into") == "acme/Acme GmbH");
    CHECK(undo.out.find("abuse_contact_email: \"old") < undo.out.find("--- a/manifests"));
}

TEST_CASE("what was changed again, or stands nowhere any more, is told and left") {
    UndoWorld world;
    auto third = world.second;
    third["PAUSED"] = "true";
    third["BUSINESS"] = "Acme AG";
    world.write("new@acme.example", third);
    REQUIRE(world.tenantry.apply().exit_code == Exit::done);
    third["BUSINESS"] = "Acme: all of it"; // as the run had set it, and as it is not live
    third["      settings: {enforce_twofactor: TWO}\n"] = "";
    world.write("new@acme.example", third);
    const Json undo = world.undo(world.run);
    const auto why = [&](const std::string& field) {
        const Json value = value_of(undo, field);
        CHECK(value.at("way") == "none");
        return value.at("why").get<std::string>();
    };
    CHECK(why("paused") == "the run " + world.latest() + " has set it to true since");
    CHECK(why("business_name") == "the run " + world.latest() + " has set it to \"Acme AG\" since");
    CHECK(why("settings.enforce_twofactor") == "no manifest sets it any more");
    CHECK(value_of(undo, "roles").at("way") == "patch");
    // The first run renamed nothing, and made what no manifest takes back.
    const Json runs = Json::parse(world.tenantry.run({"history", "--json"}).out).at("runs");
    const Json lasting = world.undo(runs[0].at("run")).at("lasting");
    REQUIRE(lasting.size() == 2);
    CHECK(lasting[0].at("what") == "created");
    CHECK(lasting[0].at("object").get<std::string>().size() == 32);
}

TEST_CASE("a value that the manifests do not take is not in the patch") {
    UndoWorld world;
    world.workspace.write("manifests/customers/beta.yaml", R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: beta}
spec: {accounts: [{name: Acme Ltd}]}
)");
    const Json name = value_of(world.undo(world.run), "name");
    CHECK(name.at("way") == "none");
    CHECK(name.at("why").get<std::string>().starts_with("the manifests do not take it: "));
}

TEST_CASE("an undo that is asked for wrongly is told") {
    UndoWorld world;
    for (const Words& wrong : {Words{"history", "--undo"}, Words{"history", "no run", "--undo"},
                               Words{"history", world.run, "manifests"},
                               Words{"history", world.run, "--undo", "--output", "csv"},
                               Words{"history", world.run, "--undo", "--since", "7d"}})
        CHECK(world.tenantry.run(wrong).exit_code == Exit::usage);
    // Named by itself, too.
    const Ended named = world.tenantry.run({"history", world.run, "--undo", "manifests"});
    CHECK(named.out == world.tenantry.run({"history", world.run, "--undo"}).out);
}

TEST_SUITE_END();
