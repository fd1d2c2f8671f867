// The store of service users' keys, from outside: no run ends otherwise than by its report,
// whatever the machine refuses it; no user is created whose key could not be kept; and who is
// stopped before the call that creates one is in nobody's way.
#include "tests/support/places.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <sys/mount.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace tenantry;
using namespace tenantry::whole;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

struct World {
    explicit World(const Words& options = {}, bool quirks = false) : simulator(quirks, options) {
        workspace.write("manifests/tenant.yaml", service_users_tenant);
        workspace.write("manifests/acme.yaml", customer_with_user("acme", "- {name: acme}"));
        tenantry.use_key(simulator);
    }
    void configure(const std::string& spec) {
        workspace.write("config.yaml",
                        "apiVersion: tenantry/v1\nkind: Configuration\nspec:\n" + spec);
        tenantry.environment["TENANTRY_CONFIG"] = workspace.path_of("config.yaml");
    }
    /// Through a shell that takes something away from the program before it starts.
    Ended apply_after(const std::string& limits) const {
        const Ended ended =
            run({.program = "/bin/sh",
                 .arguments = {"-c", limits + " && exec \"$0\" \"$@\"", places::program("tenantry"),
                               "apply", "--auto-approve"},
                 .environment = tenantry.environment,
                 .directory = workspace.path()});
        tenantry.check({"apply", limits}, ended);
        return ended;
    }
    /// Users that are there: a POST that the limit turned away is sent again, and is no second one.
    long long users_created() {
        const Json users = simulator.state().at("users");
        return std::ranges::count_if(
            users, [](const Json& user) { return user.dump().contains("@svc.example"); });
    }
    /// Entries of the store that say no more than that a user may exist.
    long long begun() const {
        long long count = 0;
        if (!workspace.has("keys")) return count;
        for (const auto& file : fs::recursive_directory_iterator(workspace.path_of("keys"))) {
            if (file.path().extension() != ".json") continue;
            std::ifstream stream(file.path());
            std::string line;
            std::getline(stream, line);
            if (line.contains("\"begun\"")) ++count;
        }
        return count;
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
};

} // namespace

TEST_SUITE_BEGIN("key_store");

TEST_CASE("a user whose e-mail is taken is told in a report, every time") {
    const World world;
    REQUIRE(world.tenantry.apply().exit_code == Exit::done);
    constexpr int rounds = 12;
    constexpr int at_once = 5;
    for (int round = 0; round < rounds; ++round) {
        // Side by side on one core: the last thing of each is to take back what it had begun.
        std::vector<std::unique_ptr<Program>> programs;
        for (int i = 0; i < at_once; ++i) {
            const std::string config = "config" + std::to_string(i) + ".yaml";
            world.workspace.write(config, "apiVersion: tenantry/v1\nkind: Configuration\nspec: "
                                          "{store: {directory: keys" +
                                              std::to_string(i) + "}}\n");
            Environment environment = world.tenantry.environment;
            environment["TENANTRY_CONFIG"] = config;
            programs.push_back(std::make_unique<Program>(Start{
                .program = "/usr/bin/taskset",
                .arguments = {"-c", "0", places::program("tenantry"), "apply", "--auto-approve"},
                .environment = environment,
                .directory = world.workspace.path()}));
        }
        for (const auto& program : programs) {
            const Ended ended = program->wait();
            CHECK_MESSAGE(ended.signal == 0, ended.text());
            CHECK_MESSAGE(ended.exit_code == Exit::error, ended.text());
            CHECK_MESSAGE(ended.out.contains("acme@svc.example"), ended.text());
        }
    }
    for (int i = 0; i < at_once; ++i) {
        const std::string store = world.workspace.path_of("keys" + std::to_string(i));
        for (const auto& file : fs::recursive_directory_iterator(store))
            CHECK_MESSAGE(!file.is_regular_file(), file.path().string());
    }
}

TEST_CASE("a machine that allows no more threads makes no difference, or is told") {
    if (places::programs_are_sanitized()) return; // they want an address space of their own
    // No address space holds a stack of that size, so that no thread can be started.
    const std::string no_threads = "ulimit -s 214748364800";
    World world;
    for (int i = 0; i < 40; ++i) {
        world.workspace.write("manifests/more-" + std::to_string(i) + ".yaml",
                              customer_with_user("more-" + std::to_string(i),
                                                 "- {name: more-" + std::to_string(i) + "}"));
    }
    const Ended done = world.apply_after(no_threads);
    CHECK_MESSAGE(done.exit_code == Exit::done, done.text());
    CHECK(world.users_created() == 41);
    CHECK(world.begun() == 0);
    CHECK(world.apply_after(no_threads).exit_code == Exit::done); // reads the keys
    std::string& url = world.tenantry.environment["CLOUDFLARE_BASE_URL"];
    url.replace(url.find("127.0.0.1"), 9, "localhost");
    const Ended told = world.apply_after(no_threads);
    CHECK_MESSAGE(told.exit_code == Exit::error, told.text());
    CHECK_MESSAGE(told.err.contains("the system allows no more threads"), told.text());
}

TEST_CASE("without room for the key no user is created") {
    World world;
    const Ended small_files = world.apply_after("ulimit -f 16");
    CHECK_MESSAGE(small_files.exit_code != Exit::done, small_files.text());
    CHECK_MESSAGE(small_files.out.contains("not sent: "), small_files.text());
    CHECK_MESSAGE(small_files.out.contains("File too large"), small_files.text());
    CHECK(world.users_created() == 0);
    const std::string disk = world.workspace.path_of("keys");
    ::mkdir(disk.c_str(), 0700);
    if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=64k,mode=700") == 0) {
        std::ofstream(disk + "/ballast") << std::string(60U << 10U, 'x');
        const Ended full = world.tenantry.apply();
        CHECK_MESSAGE(full.out.contains("not sent: "), full.text());
        CHECK_MESSAGE(full.out.contains("No space left on device"), full.text());
        CHECK(world.users_created() == 0);
        fs::remove(disk + "/ballast");
        CHECK(world.tenantry.apply().exit_code == Exit::done);
        CHECK(world.users_created() == 1);
        ::umount2(disk.c_str(), MNT_DETACH);
    } else {
        MESSAGE("no file system can be mounted here: a full disk is left out");
    }
}

TEST_CASE("who is killed while the call waits for its turn leaves no record of it") {
    bool waited_for_it = false;
    for (int calls = 2; calls < 14; ++calls) {
        CAPTURE(calls);
        World world;
        // So many calls, then a long pause.
        world.configure("  store: {directory: " + world.workspace.path_of("keys") +
                        "}\n  pace: {share: 100, identity: " + std::to_string(calls) + "/600s}\n");
        const auto program = world.tenantry.start({"apply", "--auto-approve"});
        const bool waits = program->runs_until(
            [&] { return program->err().contains("waiting") || world.users_created() > 0; });
        if (!waits) continue;
        if (world.users_created() == 0) std::this_thread::sleep_for(200ms);
        program->send(SIGKILL);
        program->wait();
        if (world.users_created() == 0) {
            waited_for_it = waited_for_it || world.workspace.has("keys");
            CHECK(world.begun() == 0);
        } else {
            break;
        }
    }
    CHECK(waited_for_it);
}

TEST_CASE("who is killed while a call that was turned away waits leaves no record of it") {
    for (int nth = 1; nth < 14; ++nth) {
        CAPTURE(nth);
        World world;
        world.configure("  store: {directory: " + world.workspace.path_of("keys") + "}\n");
        world.simulator.fail_nth(nth, "429-bare");
        const auto program = world.tenantry.start({"apply", "--auto-approve"});
        if (!program->runs_until([&] { return program->err().contains("waiting"); }, 5s)) continue;
        program->send(SIGKILL);
        program->wait();
        if (world.users_created() == 0) continue;
        // It was the one that creates the user: the API said that nothing was done.
        CHECK(world.begun() == 0);
        return;
    }
    FAIL("no request was the one that creates the user");
}

TEST_SUITE_END();
