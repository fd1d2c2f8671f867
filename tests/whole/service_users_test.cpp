// Service users: created once, their keys kept before anything else is sent, their invitations
// accepted by themselves, and from then on a lane of its own for each customer.
#include "tests/support/audit.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

using namespace tenantry::whole;
using namespace std::chrono_literals;

namespace {

std::string two_zones(const std::string& name) {
    return "- {name: " + name + ", zones: [{name: " + name + "-a.example}, {name: " + name +
           "-b.example}]}";
}

struct World {
    explicit World(Words options = {}, bool quirks = false) : simulator(quirks, options) {
        workspace.write("manifests/tenant.yaml", service_users_tenant);
        tenantry.use_key(simulator);
        configure("store: {directory: " + workspace.path_of("keys") + "}");
    }
    void configure(const std::string& store) {
        workspace.write("config.yaml", "apiVersion: tenantry/v1\nkind: Configuration\nspec:\n"
                                       "  retry: {first_wait: 20ms}\n  pace: {share: 100}\n  " +
                                           store + "\n");
        tenantry.environment["TENANTRY_CONFIG"] = workspace.path_of("config.yaml");
    }
    void write(const std::string& customers) const {
        workspace.write("manifests/customers.yaml", customers);
    }
    std::size_t users_created() { return count("POST /users"); }
    std::size_t count(const std::string& endpoint) {
        return static_cast<std::size_t>(simulator.requests_by_endpoint()[endpoint]);
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
};

} // namespace

TEST_SUITE_BEGIN("service_users");

TEST_CASE("a new customer gets its user, and everything of it converges") {
    World world({}, with_quirks());
    world.write(customer_with_user("acme", two_zones("acme")) +
                customer("plain", two_zones("plain")));
    const Ended plan = world.tenantry.run({"plan"});
    CHECK_MESSAGE(plan.out.contains("\n  + service_user/acme@svc.example"), plan.text());
    CHECK_MESSAGE(plan.out.contains("\n  + acme/membership"), plan.text());
    CHECK(world.users_created() == 0);
    const Ended done = world.tenantry.apply();
    CHECK_MESSAGE(done.exit_code == Exit::done, done.text());
    CHECK(world.users_created() == 1);
    CHECK_MESSAGE(world.tenantry.has_nothing_to_do(), world.tenantry.run({"plan"}).text());
    const Json drift = world.tenantry.drift();
    CHECK_MESSAGE(drift.at("findings").empty(), drift.dump(1));
    CHECK(world.tenantry.apply().exit_code == Exit::done);
    CHECK(world.users_created() == 1);
    CHECK(doubles(world.simulator.control("GET", "/audit")) == "");
}

TEST_CASE("the doctor asks each service user where it works and what it has left of its limit") {
    World world({}, with_quirks());
    world.write(customer_with_user("acme", two_zones("acme")) +
                customer_with_user("globex", two_zones("globex")));
    REQUIRE(world.tenantry.apply().exit_code == Exit::done);
    const Ended well = world.tenantry.run({"doctor"});
    CHECK_MESSAGE(well.out.contains("2 of 2 can do all of their customers' zones"), well.text());
    CHECK_MESSAGE(well.out.contains("works in 1 account; 11"), well.text());
    CHECK_MESSAGE(well.out.contains(" of 1200 calls left, for "), well.text());
    world.simulator.control("PUT", "/identities/acme@svc.example", {{"refused", 401}});
    const Ended ill = world.tenantry.run({"doctor"});
    CHECK_MESSAGE(ill.exit_code == Exit::done, ill.text());
    CHECK_MESSAGE(ill.out.contains("1 of 2 can do all of their customers' zones"), ill.text());
    CHECK_MESSAGE(ill.out.contains("until the key in the store is accepted"), ill.text());
}

TEST_CASE("without a store nothing is sent, and the line to add is told") {
    World world;
    world.configure("");
    world.write(customer_with_user("acme", two_zones("acme")));
    for (const Words& command : {Words{"plan"}, Words{"apply", "--auto-approve"}, Words{"drift"}}) {
        const Ended ended = world.tenantry.run(command);
        CHECK_MESSAGE(ended.exit_code == Exit::usage, ended.text());
        CHECK_MESSAGE(ended.err.contains("store: {helper: docker-credential-pass}"), ended.text());
        CHECK_MESSAGE(ended.err.contains("customers.yaml:"), ended.text());
    }
    CHECK(world.simulator.requests() == 0);
}

TEST_CASE("where service users are not enabled, the rest of the customer goes on") {
    World world({"--no-service-users"}, with_quirks());
    world.write(customer_with_user("acme", two_zones("acme")));
    const Ended ended = world.tenantry.apply();
    CHECK_MESSAGE(ended.exit_code == Exit::partly, ended.text());
    CHECK_MESSAGE(ended.out.contains("Cloudflare has to enable service users"), ended.text());
    CHECK(outline(world.simulator.state()).contains("acme-a.example"));
    CHECK(outline(world.simulator.state()).contains("acme-b.example"));
    // Nothing of it is left behind: once enabled, it is created.
    CHECK(world.tenantry.apply().exit_code == Exit::error);
}

TEST_CASE("an answer that never comes is never asked for again") {
    // Which request creates the user is found by trying each.
    for (int i = 1; i < 30; ++i) {
        World each({}, false);
        each.write(customer_with_user("acme", two_zones("acme")));
        each.simulator.fail_nth(i, "drop-after");
        const Ended ended = each.tenantry.apply({"--parallelism", "1"});
        each.simulator.set_faults(Json::object());
        const bool lost = ended.out.contains("its key is lost if it was");
        if (!lost) continue;
        CHECK_MESSAGE(ended.exit_code == Exit::error, ended.text());
        CHECK(each.users_created() == 1);
        const Ended again = each.tenantry.apply();
        CHECK_MESSAGE(again.err.contains("never heard of the result"), again.text());
        CHECK(each.users_created() <= 1);
        return;
    }
    FAIL("no request was the one that creates the user");
}

TEST_CASE("every other lost answer is made good in the same run") {
    const bool quirks = with_quirks();
    for (int i = 1; i < 40; ++i) {
        CAPTURE(i);
        World each({}, quirks);
        each.write(customer_with_user("acme", two_zones("acme")));
        each.simulator.fail_nth(i, "drop-after");
        const Ended ended = each.tenantry.apply();
        const bool lost = ended.out.contains("its key is lost if it was");
        CHECK_MESSAGE((ended.exit_code == Exit::done) != lost, ended.text());
        if (each.simulator.requests() < i) return;
    }
    FAIL("more requests than expected");
}

TEST_CASE("an entry of the store that cannot be read stops its customer alone") {
    World world;
    world.write(customer_with_user("acme", two_zones("acme")) +
                customer_with_user("globex", two_zones("globex")));
    REQUIRE(world.tenantry.apply().exit_code == Exit::done);
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(world.workspace.path_of("keys"))) {
        if (!file.path().string().contains("acme")) continue;
        std::ofstream(file.path()) << "garbage";
    }
    for (const char* name : {"acme-a", "globex-a"})
        world.simulator.delete_zone(std::string(name) + ".example");
    const Ended ended = world.tenantry.apply();
    CHECK_MESSAGE(ended.exit_code == Exit::partly, ended.text());
    CHECK_MESSAGE(ended.err.contains("customers.yaml:6:"), ended.text());
    CHECK(outline(world.simulator.state()).contains("globex-a.example"));
    CHECK_FALSE(outline(world.simulator.state()).contains("acme-a.example"));
}

TEST_CASE("an invitation that was rejected is told, and not accepted for ever") {
    World world({}, with_quirks());
    world.write(customer_with_user("acme", two_zones("acme")));
    REQUIRE(world.tenantry.apply().exit_code == Exit::done);
    const std::string account = world.simulator.state().at("accounts").at(0).at("id");
    world.simulator.control("PATCH", "/members/by-account/" + account + "/acme@svc.example",
                            {{"status", "rejected"}});
    const Ended plan = world.tenantry.run({"plan"});
    CHECK_MESSAGE(plan.exit_code == Exit::done, plan.text());
    CHECK_MESSAGE(plan.out.contains("Nothing to do"), plan.text());
    CHECK_MESSAGE(plan.out.contains("1 invitation was rejected"), plan.text());
    const Ended doctor = world.tenantry.run({"doctor"});
    CHECK_MESSAGE(doctor.out.contains("has to be removed at the dashboard"), doctor.text());
}

TEST_CASE("a service user that is excluded is not created for its memberships") {
    World world;
    world.write(customer_with_user("acme", two_zones("acme")));
    const Ended ended = world.tenantry.apply({"--exclude", "acme/service_user/*"});
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    CHECK(world.users_created() == 0);
    CHECK(outline(world.simulator.state()).contains("acme-b.example"));
}

TEST_CASE("a lane that is told to slow down for long is left out, and the others go on") {
    World world;
    world.write(customer_with_user("acme", two_zones("acme")) +
                customer("plain", two_zones("plain")));
    REQUIRE(world.tenantry.apply().exit_code == Exit::done);
    world.simulator.delete_zone("plain-a.example");
    world.simulator.control("PUT", "/identities/acme@svc.example", {{"throttled", true}});
    const Ended ended = world.tenantry.apply();
    CHECK_MESSAGE(ended.exit_code == Exit::partly, ended.text());
    CHECK_MESSAGE(ended.err.contains("tells acme@svc.example to slow down"), ended.text());
    CHECK_MESSAGE(ended.took < 60s, ended.text());
    CHECK(outline(world.simulator.state()).contains("plain-a.example"));
    const Ended doctor = world.tenantry.run({"doctor"});
    CHECK_MESSAGE(doctor.out.contains("service user acme@svc.example"), doctor.text());
    CHECK(doctor.took < 30s);
}

TEST_CASE("a key that the API no longer accepts stops its customer alone") {
    for (const int status : {401, 403}) {
        CAPTURE(status);
        World world;
        world.write(customer_with_user("acme", two_zones("acme")) +
                    customer_with_user("globex", two_zones("globex")) +
                    customer("plain", two_zones("plain")));
        REQUIRE(world.tenantry.apply().exit_code == Exit::done);
        world.simulator.control("PUT", "/identities/acme@svc.example", {{"refused", status}});
        for (const char* name : {"acme-a", "globex-a", "plain-a"})
            world.simulator.change_zone(std::string(name) + ".example", {{"paused", true}});
        world.write(
            customer_with_user("acme",
                               "- {name: acme, zones: [{name: acme-a.example, paused: false}]}") +
            customer_with_user(
                "globex", "- {name: globex, zones: [{name: globex-a.example, paused: false}]}") +
            customer("plain", "- {name: plain, zones: [{name: plain-a.example, paused: false}]}"));
        const Ended ended = world.tenantry.apply();
        CHECK_MESSAGE(ended.exit_code == Exit::partly, ended.text());
        CHECK_MESSAGE(ended.err.contains("cannot read its memberships"), ended.text());
        const Json state = world.simulator.state();
        for (const Json& zone : state.at("zones")) {
            const std::string name = zone.at("name");
            if (name.ends_with("-a.example"))
                CHECK(zone.at("paused") == (name == "acme-a.example"));
        }
    }
}
