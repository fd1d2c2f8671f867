// Files that a run reads and writes: opened once and judged by what was opened, never written over
// what is read, and what the system says of them is what is told.
#include "tests/support/places.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <thread>

using namespace tenantry;
using namespace tenantry::whole;
namespace fs = std::filesystem;

namespace {

struct World {
    World() { workspace.write("manifests/acme.yaml", customer("acme", "- {name: acme}")); }
    void configure(const std::string& spec) {
        workspace.write("config.yaml",
                        "apiVersion: tenantry/v1\nkind: Configuration\nspec:\n" + spec);
        tenantry.environment["TENANTRY_CONFIG"] = workspace.path_of("config.yaml");
    }
    /// Through a shell: `redirections` stand behind the command.
    Ended run_with(const std::string& arguments, const std::string& redirections) const {
        return run({.program = "/bin/sh",
                    .arguments = {"-c", "\"$0\" " + arguments + " " + redirections,
                                  places::program("tenantry")},
                    .environment = tenantry.environment,
                    .directory = workspace.path()});
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
};

} // namespace

TEST_SUITE_BEGIN("files");

TEST_CASE("a control character in the configuration is refused at its place") {
    World world;
    for (const char* spec :
         {"  store: {directory: \"keys\\0/elsewhere\"}\n", "  store: {helper: \"pass\\0\"}\n",
          "  credential: {token: {file: \"token\\0.txt\"}}\n",
          "  credential: {token: {helper: {program: \"/bin/true\\0\", server: x}}}\n",
          "  credential: {token: {helper: {program: /bin/true, server: \"x\\ny\"}}}\n",
          "  api: {ca_file: \"ca\\0.pem\"}\n", "  credential: {token: {env: \"A\\0B\"}}\n"}) {
        CAPTURE(spec);
        world.configure(spec);
        for (const Words& command : {Words{"validate"}, Words{"plan"}, Words{"doctor"}}) {
            const Ended ended = world.tenantry.run(command);
            CHECK_MESSAGE(ended.exit_code == Exit::usage, ended.text());
            CHECK_MESSAGE(ended.err.contains("config.yaml:4:"), ended.text());
        }
    }
    CHECK(world.simulator.requests() == 0);
}

TEST_CASE("a configuration that everybody may change is refused") {
    World world;
    world.configure("  retry: {first_wait: 10ms}\n");
    const std::string config = world.workspace.path_of("config.yaml");
    REQUIRE(::chmod(config.c_str(), 0646) == 0);
    const Ended ended = world.tenantry.run({"plan"});
    CHECK_MESSAGE(ended.exit_code == Exit::usage, ended.text());
    CHECK_MESSAGE(ended.err.contains("can be changed by everybody"), ended.text());
    CHECK_MESSAGE(ended.err.contains("chmod o-w"), ended.text());
    REQUIRE(::chmod(config.c_str(), 0664) == 0); // a group is the operator's own business
    CHECK(world.tenantry.run({"plan"}).exit_code == Exit::done);
    REQUIRE(::chmod(world.workspace.path().c_str(), 0777) == 0);
    CHECK(world.tenantry.run({"plan"}).err.contains("lies in a directory that can be changed"));
    REQUIRE(::chmod(world.workspace.path().c_str(), 01777) == 0); // as /tmp
    CHECK(world.tenantry.run({"plan"}).exit_code == Exit::done);
}

TEST_CASE(
    "a link that takes a manifest's place between the search and the reading is not followed") {
    World world;
    const Workspace elsewhere;
    elsewhere.write("secret.yaml", "a stranger's: file\n");
    const std::string path = world.workspace.path_of("manifests/acme.yaml");
    const std::string folder = world.workspace.path_of("manifests/more");
    world.workspace.write("manifests/more/other.yaml", customer("other", "- {name: other}"));
    std::atomic<bool> over = false;
    std::thread swaps([&] {
        fs::create_symlink(elsewhere.path_of("secret.yaml"), world.workspace.path_of("link"));
        fs::create_symlink(elsewhere.path(), world.workspace.path_of("links"));
        fs::copy_file(elsewhere.path_of("secret.yaml"), elsewhere.path_of("other.yaml"));
        while (!over) {
            // Each exchange is one step: whoever looks finds the one or the other.
            ::renameat2(AT_FDCWD, path.c_str(), AT_FDCWD, world.workspace.path_of("link").c_str(),
                        RENAME_EXCHANGE);
            ::renameat2(AT_FDCWD, folder.c_str(), AT_FDCWD,
                        world.workspace.path_of("links").c_str(), RENAME_EXCHANGE);
        }
    });
    for (int i = 0; i < 150; ++i) {
        const Ended ended = world.tenantry.run({"validate"});
        CHECK_MESSAGE(!ended.text().contains("stranger"), ended.text());
    }
    over = true;
    swaps.join();
}

TEST_CASE("no result is written over what is read, over another one, or as a plan into a pipe") {
    World world;
    const std::string manifest = world.workspace.read("manifests/acme.yaml");
    world.configure("  retry: {first_wait: 10ms}\n");
    REQUIRE(::mkfifo(world.workspace.path_of("pipe").c_str(), 0600) == 0);
    fs::create_symlink("manifests/acme.yaml", world.workspace.path_of("link.json"));
    world.workspace.write("same.json", "as it was");
    fs::create_symlink("same.json", world.workspace.path_of("other.json"));
    for (const Words& arguments :
         {Words{"--out", "pipe"}, Words{"--out", "/dev/null"}, Words{"--out", "/dev/stdout"},
          Words{"--out", "manifests"}, Words{"--out", "manifests/acme.yaml"},
          Words{"--out", "./manifests/../manifests/acme.yaml"}, Words{"--out", "link.json"},
          Words{"--out", "manifests/new.yaml"}, Words{"--output", "json=manifests/deep/new.YML"},
          Words{"--output", "json=link.json"}, Words{"--output", "json=config.yaml"},
          Words{"--out", "same.json", "--output", "json=./same.json"},
          Words{"--out", "same.json", "--output", "json=other.json"},
          Words{"--output", "json=a", "--output", "text=a"}}) {
        CAPTURE(arguments.back());
        const Ended ended = world.tenantry.run(Words{"plan"} + arguments);
        CHECK_MESSAGE(ended.exit_code == Exit::usage, ended.text());
        CHECK_MESSAGE(ended.err.starts_with("error: --out"), ended.text());
        CHECK(world.workspace.read("manifests/acme.yaml") == manifest);
    }
    CHECK(world.simulator.requests() == 0);
    CHECK(world.workspace.read("same.json") == "as it was");
    CHECK(
        world.tenantry.run({"plan", "--out", "plan.json", "--output", "json=out.json"}).exit_code ==
        Exit::done);
}

TEST_CASE("a stdout that is closed or full is told as what it is") {
    World world;
    world.configure("  retry: {first_wait: 10ms}\n");
    for (const char* command : {"plan", "plan --json", "validate", "version", "--help", "--version",
                                "plan --help", "drift", "doctor", "permissions"}) {
        CAPTURE(command);
        const Ended closed = world.run_with(command, ">&-");
        CHECK_MESSAGE(closed.exit_code == Exit::error, closed.text());
        CHECK_MESSAGE(closed.err.contains("cannot write \"stdout\": Bad file descriptor"),
                      closed.text());
        const Ended full = world.run_with(command, ">/dev/full");
        CHECK_MESSAGE(full.exit_code == Exit::error, full.text());
        CHECK_MESSAGE(full.err.contains("cannot write \"stdout\": No space left on device"),
                      full.text());
    }
    const Ended all_closed = world.run_with("apply --auto-approve", "<&- >&- 2>&-");
    CHECK_MESSAGE(all_closed.exit_code == Exit::partly, all_closed.text());
    CHECK(world.tenantry.has_nothing_to_do());
    const Ended special = world.tenantry.run({"plan", "--output", "json=/dev/full"});
    CHECK_MESSAGE(special.exit_code == Exit::error, special.text());
    CHECK_MESSAGE(special.err.contains("cannot write \"/dev/full\": No space left on device"),
                  special.text());
    const Ended limited = world.run_with("plan --out plan.json", ">/dev/null");
    CHECK(limited.exit_code == Exit::done);
    const Ended cut =
        run({.program = "/bin/sh",
             .arguments = {"-c", "ulimit -f 1 && exec \"$0\" plan --output json=out.json",
                           places::program("tenantry")},
             .environment = world.tenantry.environment,
             .directory = world.workspace.path()});
    CHECK_MESSAGE(cut.exit_code == Exit::error, cut.text());
    CHECK_MESSAGE(cut.err.contains("cannot write \"out.json\": File too large"), cut.text());
}

TEST_SUITE_END();
