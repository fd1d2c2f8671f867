// --since REF: the customers whose manifests come to something else than at that revision, and no
// others. A month of a repository is played from a seed; each plan with --since is held against the
// plan of all, against a tenant that is as the manifests were at that revision.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace tenantry::whole;

namespace {

using Names = std::set<std::string>;

/// A repository in a folder of the workspace.
class Repository {
public:
    explicit Repository(const Workspace& workspace, std::string folder = "")
        : workspace_(workspace), folder_(std::move(folder)) {
        workspace_.write(folder_ + "README", "manifests\n");
        git({"init", "--quiet", "--initial-branch", "main"});
        commit();
    }

    Ended try_git(const Words& words) const {
        return Program({.program = "/usr/bin/git",
                        .arguments = words,
                        .environment = {{"PATH", "/usr/bin:/bin"},
                                        {"HOME", workspace_.path()},
                                        {"GIT_CONFIG_NOSYSTEM", "1"},
                                        {"GIT_AUTHOR_NAME", "ann"},
                                        {"GIT_AUTHOR_EMAIL", "ann@partner.example"},
                                        {"GIT_COMMITTER_NAME", "ann"},
                                        {"GIT_COMMITTER_EMAIL", "ann@partner.example"}},
                        .directory = workspace_.path_of(folder_)})
            .wait();
    }
    std::string git(const Words& words) const {
        const Ended ended = try_git(words);
        REQUIRE_MESSAGE(ended.exit_code == 0, ended.text());
        return ended.out;
    }
    void commit() const {
        git({"add", "--all"});
        git({"commit", "--quiet", "--allow-empty", "--message", "a change"});
    }

private:
    const Workspace& workspace_;
    std::string folder_;
};

/// What the test knows of a customer, and how it is written.
struct Written {
    std::string file;
    std::string profile;                      // "" for none
    std::map<std::string, std::string> zones; // to their ssl, "" where defaults give it
    std::string tier = "gold";
    bool zones_managed = true;
    int comments = 0;
    bool in_blocks = false;
};

/// The manifests of a partner, which change.
class Partner {
public:
    explicit Partner(unsigned seed) : random_(seed) {
        for (int i = 0; i < 6; ++i)
            add_customer();
    }

    /// One thing that people do; what was done, for messages.
    std::string change() {
        switch (pick(12)) {
        case 0: return any().zones.begin()->second = ssl(), "a value";
        case 1: return any().comments++, "a comment";
        case 2: return any().file = "customers/renamed-" + number() + ".yaml", "a file's name";
        case 3: return profiles_[pick(2) == 0 ? "smb" : "big"] = ssl(), "a profile";
        case 4: return default_ = ssl(), "a default of all";
        case 5: return remove(), "a customer less";
        case 6: return add_customer(), "a customer more";
        case 7: return any().profile = profile(), "whose profile";
        case 8: return any().in_blocks ^= true, "how it is written";
        case 9: return any().tier = pick(2) == 0 ? "gold" : "silver", "a label";
        case 10: return ++most_, "a guard";
        default: return any().zones["z" + number() + ".example"] = "", "a zone";
        }
    }

    void write(const Workspace& workspace) const {
        workspace.remove("manifests");
        std::string shared = "apiVersion: tenantry/v1\nkind: Tenant\nspec:\n  defaults: {zone: "
                             "{settings: {ssl: \"" +
                             default_ +
                             "\"}}}\n  guards: {max_updates: "
                             "{run: {count: " +
                             std::to_string(most_) + "}}}\n";
        for (const auto& [name, value] : profiles_) {
            shared += "---\napiVersion: tenantry/v1\nkind: Profile\nmetadata: {name: " + name +
                      "}\nspec: {defaults: {zone: {settings: {ssl: \"" + value + "\"}}}}\n";
        }
        workspace.write("manifests/shared.yaml", shared);
        std::map<std::string, std::string> files;
        for (const auto& [name, customer] : customers_)
            files[customer.file] +=
                (files[customer.file].empty() ? "" : "---\n") + text_of(name, customer);
        for (const auto& [file, text] : files)
            workspace.write("manifests/" + file, text);
    }

    /// What each customer comes to, told by the test's own rules.
    std::map<std::string, std::string> assembled() const {
        std::map<std::string, std::string> all;
        for (const auto& [name, customer] : customers_) {
            std::string text = customer.tier;
            for (const auto& [zone, own] : customer.zones) {
                const std::string below =
                    customer.profile.empty() ? default_ : profiles_.at(customer.profile);
                text += " " + zone + "=" + (own.empty() ? below : own);
            }
            all[name] = text;
        }
        return all;
    }

private:
    static std::string text_of(const std::string& name, const Written& customer) {
        std::string text = "apiVersion: tenantry/v1\nkind: Customer\nmetadata: {name: " + name +
                           ", labels: {tier: " + customer.tier + "}}\n";
        for (int i = 0; i < customer.comments; ++i)
            text += "# somebody was here\n";
        text += "spec:\n";
        if (!customer.profile.empty()) text += "  profiles: [" + customer.profile + "]\n";
        text += "  accounts:\n    - name: " + name + " Ltd\n      zones:\n";
        for (const auto& [zone, own] : customer.zones) {
            if (customer.in_blocks) {
                text += "        - name: " + zone + "\n";
                if (!own.empty()) text += "          settings:\n            ssl: \"" + own + "\"\n";
            } else {
                text += "        - {name: " + zone +
                        (own.empty() ? "" : ", settings: {ssl: \"" + own + "\"}") + "}\n";
            }
        }
        return text;
    }

    std::size_t pick(std::size_t below) { return random_() % below; }
    std::string number() { return std::to_string(++last_); }
    std::string ssl() {
        const std::vector<std::string> values = {"off", "flexible", "full", "strict"};
        return values[pick(values.size())];
    }
    std::string profile() {
        const std::vector<std::string> names = {"", "smb", "big"};
        return names[pick(names.size())];
    }
    Written& any() {
        return std::next(customers_.begin(), static_cast<long>(pick(customers_.size())))->second;
    }
    void remove() {
        if (customers_.size() > 2) customers_.erase(customers_.begin());
    }
    void add_customer() {
        const std::string name = "c" + number();
        customers_[name] = {.file = pick(3) == 0 ? "customers/several.yaml"
                                                 : "customers/" + name + ".yaml",
                            .profile = profile(),
                            .zones = {{name + ".example", pick(2) == 0 ? "" : ssl()}}};
    }

    std::mt19937 random_;
    int last_ = 0;
    std::map<std::string, Written> customers_;
    std::map<std::string, std::string> profiles_ = {{"smb", "full"}, {"big", "strict"}};
    std::string default_ = "flexible";
    int most_ = 100;
};

/// The steps of some customers.
Json steps_of(const Json& plan, const Names& customers) {
    Json steps = Json::array();
    for (const Json& step : plan.at("steps"))
        if (customers.contains(step.at("customer"))) steps.push_back(step);
    return steps;
}

struct SinceWorld {
    SinceWorld() : tenantry(simulator, workspace) {
        tenantry.environment["PATH"] = "/usr/bin:/bin";
        tenantry.environment["HOME"] = workspace.path();
        tenantry.environment["TENANTRY_LEDGER"] = "none";
    }

    Json plan(const Words& more) {
        const Ended ended = tenantry.run(Words{"plan", "--json"} + more);
        REQUIRE_MESSAGE(ended.exit_code == Exit::done, ended.text());
        return Json::parse(ended.out);
    }
    static Names customers(const Json& document) {
        return document.at("since").at("customers").get<Names>();
    }
    void refuses(const Words& more, const std::string& says) {
        const Ended ended = tenantry.run(Words{"plan"} + more);
        CHECK_MESSAGE(ended.exit_code == Exit::usage, ended.text());
        CHECK_MESSAGE(ended.text().contains(says), ended.text());
    }

    Simulator simulator{false, unlimited};
    Workspace workspace;
    Tenantry tenantry;
};

constexpr const char* globex = "    - name: Globex\n      zones: [{name: globex.example}]\n";
constexpr const char* acme = "    - name: Acme\n      zones: [{name: acme.example}]\n";

} // namespace

TEST_SUITE_BEGIN("since");

TEST_CASE("over a month, --since plans what changed, and misses nobody") {
    SinceWorld world;
    const Repository repository(world.workspace);
    Partner partner(20'261'128);
    partner.write(world.workspace);
    repository.commit();
    REQUIRE(world.tenantry.apply().exit_code == Exit::done);
    std::size_t selected = 0;
    std::size_t nobody = 0;
    for (int day = 0; day < 24; ++day) {
        const auto before = partner.assembled();
        std::string what = partner.change();
        if (day % 3 == 0) what += " and " + partner.change();
        CAPTURE(day);
        CAPTURE(what);
        partner.write(world.workspace);
        repository.commit();
        const Json since = world.plan({"--since", "HEAD~1"});
        const Json all = world.plan({}).at("plan");
        const Names named = SinceWorld::customers(since);

        Names expected;
        const auto after = partner.assembled();
        for (const auto& [name, text] : after)
            if (!before.contains(name) || before.at(name) != text) expected.insert(name);
        CHECK(named == expected);

        // The tenant is as the manifests were: who is not named has no step in the plan of all.
        CHECK(since.at("plan").at("steps") == steps_of(all, named));
        CHECK(all.at("steps") == steps_of(all, named));
        Names gone;
        for (const auto& [name, text] : before)
            if (!after.contains(name)) gone.insert(name);
        Names told;
        for (const Json& one : since.at("plan").at("no_longer_managed"))
            told.insert(one.at("customer"));
        CHECK(told == gone);
        selected += named.size();
        nobody += named.empty() ? 1 : 0;
        const Ended applied = world.tenantry.apply({"--since", "HEAD~1"});
        CHECK_MESSAGE(applied.exit_code == Exit::done, applied.text());
    }
    CHECK(world.tenantry.has_nothing_to_do());
    // The month had something of every sort.
    CHECK(selected > 10);
    CHECK(nobody > 3);
}

TEST_CASE("with nobody selected nothing is read, and that is said") {
    SinceWorld world;
    const Repository repository(world.workspace);
    world.workspace.write("manifests/acme.yaml", customer("acme", acme));
    repository.commit();
    world.workspace.write("manifests/acme.yaml", "# a note\n" + customer("acme", acme));
    const Ended ended = world.tenantry.run({"plan", "--since", "HEAD"});
    CHECK(ended.exit_code == Exit::done);
    CHECK_MESSAGE(ended.out.contains("Since HEAD ("), ended.text());
    CHECK_MESSAGE(ended.out.contains("none of 1 customer differs; nothing was looked at."),
                  ended.text());
    CHECK(world.simulator.requests() == 0);
    CHECK(world.tenantry.run({"drift", "--detailed-exitcode", "--since", "HEAD"}).exit_code ==
          Exit::done);
    CHECK(world.tenantry.apply({"--since", "HEAD"}).exit_code == Exit::done);
    CHECK(world.simulator.requests() == 0);
}

TEST_CASE("what is not managed any more is named, down to a list") {
    SinceWorld world;
    const Repository repository(world.workspace);
    const std::string both =
        customer("acme", "    - name: Acme\n      members: [{email: a@acme.example, roles: "
                         "[Administrator]}]\n      zones: [{name: acme.example, plan: pro}]\n"
                         "    - name: Acme Two\n");
    world.workspace.write("manifests/acme.yaml", both);
    world.workspace.write("manifests/globex.yaml", customer("globex", globex));
    repository.commit();
    world.workspace.remove("manifests/globex.yaml");
    world.workspace.write("manifests/acme.yaml",
                          customer("acme", "    - name: Acme Ltd\n      previously: [Acme]\n"
                                           "      zones: [{name: acme.example}]\n"));
    const Json document = world.plan({"--since", "HEAD"});
    Names told;
    for (const Json& one : document.at("plan").at("no_longer_managed")) {
        told.insert(one.at("address").get<std::string>() + " " + one.at("kind").get<std::string>() +
                    (one.at("list") == true ? " list" : ""));
    }
    CHECK(told == Names{"globex ", "acme/Acme Two account", "acme/Acme Ltd member list",
                        "acme/Acme/zone/acme.example/plan zone_subscription"});
    const Ended text = world.tenantry.run({"plan", "--since", "HEAD"});
    CHECK_MESSAGE(text.out.contains("No longer in the manifests, which had it at HEAD:"),
                  text.text());
}

TEST_CASE("a customer of another name, and an account of another customer, have not left") {
    SinceWorld world;
    const Repository repository(world.workspace);
    world.workspace.write("manifests/acme.yaml",
                          customer("acme", "    - name: Acme\n    - name: Acme Two\n"));
    world.workspace.write("manifests/globex.yaml", customer("globex", globex));
    world.workspace.write("manifests/initech.yaml", customer("initech", "    - name: Initech\n"));
    repository.commit();
    world.workspace.remove("manifests/globex.yaml");
    world.workspace.write("manifests/globex.yaml", customer("globex-group", globex));
    world.workspace.write("manifests/acme.yaml", customer("acme", "    - name: Acme\n"));
    world.workspace.remove("manifests/initech.yaml");
    world.workspace.write(
        "manifests/umbrella.yaml",
        customer("umbrella", "    - name: Acme Deux\n      previously: [Acme Two]\n"));
    const Json document = world.plan({"--since", "HEAD"});
    Names told;
    for (const Json& one : document.at("plan").at("no_longer_managed"))
        told.insert(one.at("address").get<std::string>());
    CHECK(told == Names{"initech"});
}

TEST_CASE("--since and the other flags all have to hold") {
    SinceWorld world;
    const Repository repository(world.workspace);
    repository.git({"tag", "begin"});
    world.workspace.write("manifests/acme.yaml", customer("acme", acme));
    world.workspace.write("manifests/globex.yaml", customer("globex", globex));
    repository.commit();
    const Json fresh = world.plan({"--since", "begin"});
    CHECK(fresh.at("since").at("was_empty") == true);
    CHECK(SinceWorld::customers(fresh) == Names{"acme", "globex"});
    CHECK(fresh.at("plan").at("create") == 4);
    const Json one = world.plan({"--since", "begin", "--customer", "acme"});
    CHECK(one.at("since").at("selected") == 1);
    CHECK(one.at("since").at("of") == 2);
    CHECK(one.at("plan").at("create") == 2);
    CHECK(world.plan({"--since", "HEAD", "--customer", "acme"}).at("plan").at("create") == 0);
    CHECK(world.plan({"--since", "begin", "--target", "globex/Globex/zone/*"})
              .at("plan")
              .at("create") == 2);
    world.workspace.write("manifests/tenant.yaml", "apiVersion: tenantry/v1\nkind: Tenant\nspec:\n"
                                                   "  guards: {protect: [acme]}\n");
    const Json guarded = world.plan({"--since", "HEAD"});
    CHECK(SinceWorld::customers(guarded).empty());
    CHECK(guarded.at("since").at("tenant") == Json::array({"guards"}));
    const Ended text = world.tenantry.run({"plan", "--since", "HEAD"});
    CHECK_MESSAGE(text.out.contains("The Tenant document has other guards than then"), text.text());
    const Ended comment = world.tenantry.run({"plan", "--since", "begin", "--output", "markdown"});
    CHECK_MESSAGE(comment.out.contains("2 of 2 customers differ: acme, globex."), comment.text());
}

TEST_CASE("a plan that --since made is carried out from its file") {
    SinceWorld world;
    const Repository repository(world.workspace);
    world.workspace.write("manifests/acme.yaml", customer("acme", acme));
    repository.commit();
    world.workspace.write("manifests/globex.yaml", customer("globex", globex));
    world.plan({"--since", "HEAD", "--out", "plan.json"});
    const Ended both = world.tenantry.run({"apply", "plan.json", "--since", "HEAD"});
    CHECK_MESSAGE(both.exit_code == Exit::usage, both.text());
    const Ended ended = world.tenantry.run({"apply", "plan.json"});
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    CHECK(world.simulator.state().at("accounts").size() == 1);
}

TEST_CASE("what cannot be compared is an error that says why, and nothing is sent") {
    SinceWorld world;
    world.workspace.write("manifests/acme.yaml", customer("acme", acme));
    world.refuses({"--since", "HEAD"}, "lies in no Git repository");
    const Repository repository(world.workspace);
    world.refuses({"--since", "nowhere"}, "this repository has no revision \"nowhere\"");
    world.refuses({"--since=-x"}, "\"-x\" is no revision of Git");
    world.refuses({"--since=--output=/tmp/x"}, "is no revision of Git");
    world.refuses({"--since", "HEAD:README"}, "has no revision");
    world.workspace.write("manifests/acme.yaml", "apiVersion: tenantry/v1\nkind: Customer\n"
                                                 "metadata: {name: acme}\nspec: {acounts: []}\n");
    repository.commit();
    world.workspace.write("manifests/acme.yaml", customer("acme", acme));
    world.refuses({"--since", "HEAD"}, "the manifests at \"HEAD\" (");
    world.refuses({"--since", "HEAD"}, "HEAD:manifests/acme.yaml:4:8");
    world.refuses({"--since", "HEAD"}, "did you mean \"accounts\"?");
    CHECK(world.plan({"--since", "HEAD~1"}).at("since").at("commit").get<std::string>().size() ==
          40);
    world.tenantry.environment["PATH"] = "/nowhere";
    world.refuses({"--since", "HEAD~1"}, "there is no program \"git\" on PATH");
}

TEST_CASE("a shallow clone says that it is one, and paths are those of the repository") {
    SinceWorld world;
    const Repository repository(world.workspace, "partner/");
    world.workspace.write("partner/deep/manifests/acme.yaml", customer("acme", acme));
    world.workspace.write("partner/deep/manifests/.hidden/no.yaml", "nonsense");
    repository.commit();
    world.workspace.write("partner/deep/manifests/globex.yaml", customer("globex", globex));
    repository.commit();
    const Json within = world.plan({"partner/deep/manifests", "--since", "HEAD~1"});
    CHECK(SinceWorld::customers(within) == Names{"globex"});
    const Json file = world.plan({"partner/deep/manifests/acme.yaml", "--since", "HEAD~1"});
    CHECK(SinceWorld::customers(file).empty());
    const std::string origin = "file://" + world.workspace.path_of("partner");
    repository.git({"clone", "--quiet", "--depth", "1", origin, "../clone"});
    world.refuses({"clone/deep/manifests", "--since", "HEAD~1"}, "fetch-depth: 0");
    world.workspace.write("other/manifests/x.yaml", customer("x", "    - name: X\n"));
    const Repository other(world.workspace, "other/");
    world.refuses({"partner/deep/manifests", "other/manifests", "--since", "HEAD"},
                  "two Git repositories");
}

TEST_SUITE_END();
