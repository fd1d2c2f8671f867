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
    const std::vector<int> progress = numbers(ended.err, " ([0-9]+) of about [0-9]+ calls? sent");
    const std::vector<int> report = numbers(ended.out, "; ([0-9]+) calls sent");
    REQUIRE_MESSAGE(!progress.empty(), ended.text());
    REQUIRE(report.size() == 1);
    CHECK_MESSAGE(std::ranges::max(progress) <= report.front(), ended.text());
    // The plan says what apply will send, and so does each line until then.
    const std::vector<int> planned = numbers(ended.err, "Apply sends about ([0-9]+) calls");
    const std::vector<int> total = numbers(ended.err, " of about ([0-9]+) calls? sent");
    REQUIRE(!planned.empty());
    CHECK(total.front() == planned.front());
    CHECK(ended.err.contains(" of 2 customers, "));
}

TEST_CASE("nothing to do is nothing to ask") {
    World world;
    REQUIRE(world.tenantry.apply().exit_code == Exit::done);
    const Ended ended = world.at_terminal({"apply"})->wait(10s);
    CHECK_MESSAGE(ended.exit_code == Exit::done, ended.text());
    CHECK(ended.out.starts_with("Nothing to do: "));
}

TEST_CASE("what is longer than the screen is paged, and the pager knows no credential") {
    World world;
    world.tenantry.environment["TERM"] = "xterm";
    world.tenantry.environment["PAGER"] = "sed 's/^/paged: /'; env | grep CLOUDFLARE_API_; true";
    const auto plan = [&](unsigned short rows, const Words& more = {}) {
        Program program(Start{.program = tenantry::places::program("tenantry"),
                              .arguments = Words{"plan", "--color", "never"} + more,
                              .environment = world.tenantry.environment,
                              .directory = world.workspace.path(),
                              .terminal = true,
                              .columns = 100,
                              .rows = rows});
        return program.wait(20s);
    };
    const Ended paged = plan(10);
    CHECK_MESSAGE(paged.exit_code == Exit::done, paged.text());
    CHECK(paged.err.contains("paged: Plan: 7 to create"));
    CHECK(!paged.err.contains("\nPlan: 7 to create"));
    static const std::regex credential("CLOUDFLARE_API_[A-Z]*=");
    CHECK_MESSAGE(!std::regex_search(paged.err, credential), paged.err);
    const std::string at_once = plan(10, {"--no-pager"}).err;
    CHECK(!at_once.contains("paged: "));
    CHECK(plan(500).err == at_once);
    // One that is not there is no reason to show nothing.
    world.tenantry.environment["PAGER"] = "no-such-pager 2>/dev/null";
    CHECK(plan(10).err == at_once);
    world.tenantry.environment["PAGER"] = "false";
    CHECK(plan(10).err == at_once);
    // Who leaves it early has seen enough.
    world.tenantry.environment["PAGER"] = "head -n 1";
    const Ended left = plan(10);
    CHECK_MESSAGE(left.exit_code == Exit::done, left.text());
    CHECK(left.err.contains("Plan: 7 to create"));
    CHECK(!left.err.contains("acme/"));
}

TEST_CASE("a log has the time before each line of how it goes, and what became of each step") {
    World world;
    const Ended ended = world.tenantry.run({"apply", "--auto-approve"});
    REQUIRE_MESSAGE(ended.exit_code == Exit::done, ended.text());
    static const std::regex line("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z done      "
                                 "  create acme/Acme GmbH\n");
    CHECK_MESSAGE(std::regex_search(ended.err, line), ended.err);
    // Where the lines are for a program, stderr does not say the same once more.
    const Ended quiet = world.tenantry.run({"apply", "--auto-approve", "--output", "json"});
    CHECK(!quiet.err.contains("Z done "));
}

TEST_CASE("colour is for terminals, and only where it is wanted") {
    World world;
    CHECK(world.answered("no\n").err.contains("\x1b[32m"));
    CHECK(!world.answered("no\n", {"--color", "never"}).err.contains("\x1b["));
    world.tenantry.environment["NO_COLOR"] = "1";
    CHECK(!world.answered("no\n").err.contains("\x1b["));
}

TEST_SUITE_END();
