// Service users: created once, their keys kept before anything else is sent, their invitations
// accepted by themselves, and from then on a lane of its own for each customer.
#include "tests/whole/audit.hpp"
#include "tests/whole/sample.hpp"
#include "tests/whole/tenantry.hpp"

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
    CHECK_MESSAGE(plan.out.contains("+ acme/service_user/acme@svc.example"), plan.text());
    CHECK_MESSAGE(plan.out.contains("+ acme/acme/membership"), plan.text());
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
