// At a terminal: apply shows the plan and asks, and only "yes" carries it out.
#include "tests/support/places.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <regex>

using namespace tenantry::whole;
using namespace std::chrono_literals;

namespace {

struct World {
    World() { write_sample(workspace); }

    std::unique_ptr<Program> at_terminal(const Words& arguments) {
        return std::make_unique<Program>(Start{.program = tenantry::places::program("tenantry"),
                                               .arguments = arguments,
                                               .environment = tenantry.environment,
                                               .directory = workspace.path(),
                                               .terminal = true});
    }

    /// An apply that has come to its question.
    std::unique_ptr<Program> asking(const Words& more = {}) {
        auto program = at_terminal(Words{"apply"} + more);
        const bool asked = program->runs_until(
            [&] { return program->err().contains("Type \"yes\" to carry out "); });
        REQUIRE_MESSAGE(asked, program->err());
        return program;
    }

    Ended answered(const std::string& keys, const Words& more = {}) {
        const auto program = asking(more);
        program->type(keys);
        return program->wait(10s);
    }

    Simulator simulator{with_quirks(), sample_tenant};
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
};

} // namespace

TEST_SUITE_BEGIN("terminal");

TEST_CASE("at a terminal apply shows the plan and carries it out when the answer is yes") {
    World world;
    const Ended ended = world.answered("yes\n");
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    CHECK(ended.err.contains("globex/Globex Corporation"));
    CHECK(ended.err.contains("to carry out 7 steps: "));
    CHECK(ended.out.contains("Done: 7 created"));
    CHECK(world.tenantry.has_nothing_to_do());
}

TEST_CASE("any other answer changes nothing") {
    World world;
    for (const char* keys : {"y\n", "\n", "no\n", "YES\n", "yes \n", "\x04"}) {
        const Ended ended = world.answered(keys);
        CHECK_MESSAGE(ended.exit_code == Exit::error, ended.text());
        CHECK(ended.err.contains("nothing was changed"));
    }
    CHECK(world.simulator.state().at("accounts").empty());
}

TEST_CASE("what somebody else makes while apply asks is not made again") {
    World world;
    const std::string acme = world.simulator.add_account({{"name", "Acme GmbH"}});
    const auto program = world.asking();
    world.simulator.add_account({{"name", "Acme Labs"}});
    world.simulator.add_zone("acme.example", acme);
    program->type("yes\n");
    const Ended ended = program->wait(10s);
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    CHECK_MESSAGE(ended.out.contains("acme/Acme Labs  account found, made before"), ended.text());
    CHECK(world.simulator.state().at("accounts").size() == 3);
    CHECK(world.tenantry.has_nothing_to_do());
}

TEST_CASE("how far it is and how much it was count the same calls") {
    World world;
    world.simulator.set_faults({{"fault", "delay=300ms"}});
    const Ended ended = world.answered("yes\n");
    REQUIRE_MESSAGE(ended.exit_code == Exit::done, ended.text());
    const auto numbers = [](const std::string& text, const std::string& pattern) {
        std::vector<int> found;
        const std::regex wanted(pattern);
        for (std::sregex_iterator it(text.begin(), text.end(), wanted), end; it != end; ++it)
            found.push_back(std::stoi((*it)[1]));
        return found;
    };
    const std::vector<int> progress = numbers(ended.err, "applying: [^\r\n]* ([0-9]+) calls? sent");
    const std::vector<int> report = numbers(ended.out, "; ([0-9]+) calls sent");
    REQUIRE_MESSAGE(!progress.empty(), ended.text());
    REQUIRE(report.size() == 1);
    CHECK_MESSAGE(std::ranges::max(progress) <= report.front(), ended.text());
}

TEST_CASE("nothing to do is nothing to ask") {
    World world;
    REQUIRE(world.tenantry.apply().exit_code == Exit::done);
    const Ended ended = world.at_terminal({"apply"})->wait(10s);
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    CHECK(ended.out.starts_with("Nothing to do: "));
}

TEST_CASE("colour is for terminals, and only where it is wanted") {
    World world;
    CHECK(world.answered("no\n").err.contains("\x1b[32m"));
    CHECK(!world.answered("no\n", {"--color", "never"}).err.contains("\x1b["));
    world.tenantry.environment["NO_COLOR"] = "1";
    CHECK(!world.answered("no\n").err.contains("\x1b["));
}

TEST_SUITE_END();
