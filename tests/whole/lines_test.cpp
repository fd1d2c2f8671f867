// --output jsonl: a document a line, each printed when it happens.
#include "tests/support/places.hpp"
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <sstream>
#include <string>
#include <vector>

using namespace tenantry::whole;
using namespace std::chrono_literals;

namespace {

/// Whole lines, each a document; the rest behind the last one has to be none.
std::vector<Json> lines_in(const std::string& text) {
    CHECK_MESSAGE((text.empty() || text.ends_with('\n')), text);
    std::vector<Json> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(Json::parse(line));
    return lines;
}

struct LinesWorld {
    explicit LinesWorld(const Words& options = {})
        : simulator(with_quirks(), sample_tenant + options) {
        write_sample(workspace);
        tenantry.environment["TENANTRY_LEDGER"] = "ledger.sqlite";
    }

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
};

} // namespace

TEST_SUITE_BEGIN("lines");

TEST_CASE("an apply tells its head, each outcome as the report has it, and a summary") {
    LinesWorld world;
    world.workspace.write("lines.jsonl", "something old\n");
    const Ended ended = world.tenantry.apply(
        {"--output", "json=a.json", "--output", "jsonl", "--output", "jsonl=lines.jsonl"});
    REQUIRE_MESSAGE(ended.exit_code == Exit::done, ended.text());
    CHECK(world.workspace.read("lines.jsonl") == ended.out);
    const std::vector<Json> lines = lines_in(ended.out);
    REQUIRE(lines.size() == 9);
    CHECK(lines.front().at("type") == "head");
    CHECK(lines.front().at("command") == "apply");
    CHECK(lines.front().at("api") == world.simulator.url());
    CHECK(lines.front().at("credential") == "the token in CLOUDFLARE_API_TOKEN");
    const Json document = Json::parse(world.workspace.read("a.json"));
    CHECK(document.at("head").at("run") == lines.front().at("run"));
    CHECK(lines.front().at("run").is_string());
    for (Json outcome : document.at("report").at("outcomes")) {
        outcome["type"] = "outcome";
        CHECK(std::ranges::count(lines, outcome) == 1);
    }
    CHECK(lines.back().at("type") == "summary");
    CHECK(lines.back().at("exit_code") == 0);
    CHECK(lines.back().at("plan").at("create") == 7);
    CHECK(!lines.back().at("report").contains("outcomes"));
}

TEST_CASE("what was printed until a run was killed is whole lines of what was done") {
    LinesWorld world({"--fault", "delay=50ms"});
    auto program = world.tenantry.start(
        {"apply", "--auto-approve", "--parallelism", "1", "--output", "jsonl=lines.jsonl"});
    const auto printed = [&] {
        return world.workspace.has("lines.jsonl") ? world.workspace.read("lines.jsonl") : "";
    };
    REQUIRE(program->runs_until([&] { return std::ranges::count(printed(), '\n') >= 3; }));
    program->send(SIGKILL);
    program->wait();
    const std::vector<Json> lines = lines_in(printed());
    REQUIRE(lines.size() >= 3);
    CHECK(lines.front().at("type") == "head");
    CHECK(lines.back().at("type") == "outcome");
    CHECK(lines[1].at("status") == "done");
}

TEST_CASE("a run that ends with an error ends its lines with a summary") {
    LinesWorld world;
    world.workspace.write("manifests/a.yaml", "kind: Custmer\n");
    for (const char* command : {"plan", "drift", "apply"}) {
        Words words = {command, "--output", "jsonl"};
        if (words.front() == "apply") words.push_back("--auto-approve");
        const std::vector<Json> lines = lines_in(world.tenantry.run(words).out);
        REQUIRE(lines.size() == 2);
        CHECK(lines[1].at("type") == "summary");
        CHECK(lines[1].at("exit_code") == Exit::usage);
        CHECK(lines[1].at("diagnostics").size() == 1);
    }
}

TEST_CASE("a reader who has seen enough ends nothing") {
    LinesWorld world;
    // The pipe is closed behind the first line, and the run goes on.
    const std::string command =
        "tenantry apply --auto-approve --output jsonl | head -n 1 > first.jsonl; "
        "echo ${PIPESTATUS[0]}";
    auto environment = world.tenantry.environment;
    environment["PATH"] = tenantry::places::program("tenantry")
                              .substr(0, tenantry::places::program("tenantry").rfind('/')) +
                          ":/usr/bin:/bin";
    Program shell({.program = "/bin/bash",
                   .arguments = {"-c", command},
                   .environment = environment,
                   .directory = world.workspace.path()});
    const Ended ended = shell.wait(20s);
    CHECK_MESSAGE(ended.out == "0\n", ended.text());
    CHECK(lines_in(world.workspace.read("first.jsonl")).size() == 1);
    CHECK(world.tenantry.has_nothing_to_do());
}

TEST_SUITE_END();
