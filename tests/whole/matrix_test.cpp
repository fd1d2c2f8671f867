// Every command, in every format, under every fault, has an answer: an exit code of the contract, a
// sentence on stderr, one document where JSON was wanted, a table where CSV was and there is one,
// and never a bug of ours. A command that is added stands in the help, and so must stand here.
#include "tests/support/places.hpp"
#include "tests/support/seeded_trials.hpp"
#include "tests/whole/answering.hpp"
#include "tests/whole/matrix.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

using namespace tenantry::whole;

namespace {

const std::vector<Command>& commands() {
    static const std::vector<Command> all = {
        {.words = {"validate"}, .reads_manifests = true, .remarks = true},
        {.words = {"permissions"}, .reads_manifests = true},
        {.words = {"plan"},
         .reads_manifests = true,
         .calls = true,
         .guards = true,
         .remarks = true},
        {.words = {"plan", "--out", "saved.plan"},
         .reads_manifests = true,
         .calls = true,
         .guards = true},
        {.words = {"apply", "--auto-approve"},
         .reads_manifests = true,
         .calls = true,
         .guards = true,
         .writes = true,
         .remarks = true},
        {.words = {"apply", "--dry-run"}, .reads_manifests = true, .calls = true, .guards = true},
        {.words = {"apply", "p.json"}, .reads_plan = true, .calls = true, .writes = true},
        {.words = {"drift"}, .reads_manifests = true, .calls = true, .remarks = true},
        {.words = {"drift", "--who"}, .reads_manifests = true, .calls = true, .remarks = true},
        {.words = {"show", "p.json"}, .reads_plan = true, .remarks = true},
        {.words = {"show", "--outputs"}, .reads_manifests = true, .calls = true, .tables = true},
        {.words = {"doctor"}, .calls = true},
        {.words = {"version"}, .configured = false},
    };
    return all;
}

/// Where a run's forms go: what is said of --output.
struct Outputs {
    Words words = {};
    std::string on_stdout = {}; // a format
    std::vector<std::pair<std::string, std::string>> files = {};
};

std::vector<Outputs> outputs_for(const Command& command) {
    std::vector<Outputs> all = {
        {.words = {}, .on_stdout = "text"},
        {.words = {"--output", "json"}, .on_stdout = "json"},
        {.words = {"--output", "text", "--output", "json=a.json"},
         .on_stdout = "text",
         .files = {{"json", "a.json"}}},
        {.words = {"--json", "--output", "text=a.txt"},
         .on_stdout = "json",
         .files = {{"text", "a.txt"}}},
    };
    if (command.remarks) {
        // Beside others: a run of its own would find no more.
        all.back().words = all.back().words + Words{"--output", "html=a.html"};
        all.back().files.emplace_back("html", "a.html");
    }
    if (!command.tables) return all;
    all.push_back({.words = {"--output", "csv"}, .on_stdout = "csv"});
    all.push_back({.words = {"--output", "csv", "--output", "json=a.json", "--output", "csv=a.csv"},
                   .on_stdout = "csv",
                   .files = {{"json", "a.json"}, {"csv", "a.csv"}}});
    all.push_back({.words = {"--output", "csv=a.csv"}, .files = {{"csv", "a.csv"}}});
    return all;
}

/// A run of a command with everything around it, in the shell where its stdout goes elsewhere.
struct Run {
    const Command& command;
    Outputs outputs;
    const Fault& fault;

    Words arguments() const {
        Words words = command.words + outputs.words;
        if (fault.name == "nobody to ask") {
            std::erase(words, "--auto-approve");
            return words;
        }
        return words + fault.more;
    }

    std::string what() const {
        std::string text = fault.name + ": tenantry";
        for (const std::string& word : arguments())
            text += " " + word;
        return text + fault.shell;
    }

    Ended end(const MatrixWorld& world) const {
        // The lines of a table end as RFC 4180 says, which the check of every run takes for
        // control.
        if (fault.shell.empty() && outputs.on_stdout != "csv")
            return world.tenantry.run(arguments());
        std::string line = "(" + tenantry::places::program("tenantry");
        for (const std::string& word : arguments())
            line += " " + word;
        line += "; echo $? >code)" + fault.shell;
        world.workspace.remove("code");
        Ended ended = run({.program = "/bin/sh",
                           .arguments = {"-c", line},
                           .environment = world.tenantry.environment,
                           .directory = world.workspace.path()});
        const bool written = world.workspace.has("code");
        ended.exit_code = written ? std::stoi(world.workspace.read("code")) : -1;
        return ended;
    }
};

/// What is wrong with one form of a run, or "".
std::string flaw_of(const std::string& format, const std::string& text, const Ended& ended) {
    const bool failed = ended.exit_code != Exit::done && ended.exit_code != Exit::partly;
    if (format == "text") return "";
    if (format == "html") {
        if (!text.starts_with("<!doctype html>") || !text.ends_with("</html>\n")) return "no page";
        return failed && !text.contains("\"remark error") ? "a page that does not say why" : "";
    }
    if (format == "csv") {
        if (failed) return text.empty() ? "" : "a table of what failed";
        return text.starts_with("customer,") ? "" : "no table";
    }
    const Json document = Json::parse(text, nullptr, false);
    if (!document.is_object()) return "not one JSON document";
    if (document.value("exit_code", ended.exit_code) != ended.exit_code) return "another exit code";
    const bool tells = !document.value("diagnostics", Json::array()).empty() ||
                       document.contains("health") || document.contains("report");
    return failed && !tells ? "JSON that does not say why" : "";
}

void check(const Run& one, const MatrixWorld& world, const Ended& ended) {
    const std::string what = one.what() + "\n" + ended.text();
    CHECK_MESSAGE(one.fault.ends(one.command).contains(ended.exit_code), what);
    CHECK_MESSAGE(!ended.err.contains("bug"), what);
    CHECK_MESSAGE(!ended.timed_out, what);
    const bool failed = ended.exit_code != Exit::done;
    const bool says = ended.err.contains("error: ") || ended.err.contains("warning: ");
    const bool tells = says || one.command.name() == "doctor" || one.command.name() == "apply";
    CHECK_MESSAGE((!failed || tells), what);
    if (!one.fault.began) {
        CHECK_MESSAGE(ended.out.empty(), what);
        CHECK_MESSAGE(ended.err.contains("hint: "), what);
        return;
    }
    if (one.fault.shell.empty() && !one.outputs.on_stdout.empty()) {
        const std::string flaw = flaw_of(one.outputs.on_stdout, ended.out, ended);
        CHECK_MESSAGE(flaw.empty(), flaw, " on stdout: ", what);
    }
    for (const auto& [format, file] : one.outputs.files) {
        if (!one.fault.shell.empty()) continue;
        REQUIRE_MESSAGE(world.workspace.has(file), file, " was not written: ", what);
        const std::string flaw = flaw_of(format, world.workspace.read(file), ended);
        CHECK_MESSAGE(flaw.empty(), flaw, " in ", file, ": ", what);
    }
}

/// All commands in all formats, as far as they can meet a fault.
std::vector<Run> runs_under(const Fault& fault) {
    std::vector<Run> runs;
    for (const Command& command : commands()) {
        for (const Outputs& outputs : outputs_for(command)) {
            // Where nothing goes to stdout, it may go anywhere.
            if (!fault.shell.empty() && outputs.on_stdout.empty()) continue;
            runs.push_back({command, outputs, fault});
        }
    }
    return runs;
}

/// Tries them in a world where the fault is; how many.
std::size_t run_under(const Fault& fault) {
    MatrixWorld world;
    const Answering server(fault.answer);
    if (fault.served) world.tenantry.environment["CLOUDFLARE_BASE_URL"] = server.url();
    fault.make(world);
    const std::vector<Run> all = runs_under(fault);
    const std::vector<std::size_t> chosen = tried(all.size(), fault.name, 9);
    for (const std::size_t i : chosen) {
        for (const auto& [format, file] : all[i].outputs.files)
            world.workspace.remove(file);
        check(all[i], world, all[i].end(world));
    }
    return chosen.size();
}

} // namespace

TEST_SUITE_BEGIN("matrix");

TEST_CASE("every command has an answer in every format to every fault") {
    const std::vector<Fault> all = faults();
    std::atomic<std::size_t> runs = 0;
    std::atomic<std::size_t> next = 0;
    // Side by side, a world for each fault: most of a run is waiting for its process.
    const auto work = [&] {
        for (std::size_t i = next++; i < all.size(); i = next++)
            runs += run_under(all[i]);
    };
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back(work);
    }
    MESSAGE(runs.load() << " runs: " << commands().size() << " commands under " << all.size()
                        << " faults");
    CHECK(runs > (tenantry::places::programs_are_sanitized() ? 100 : 1000));
}

TEST_CASE("no command is left out") {
    const Simulator simulator;
    const Workspace workspace;
    const Tenantry tenantry(simulator, workspace);
    std::istringstream help(tenantry.run({"--help"}).out);
    // What is about the ledger alone, and what writes manifests or tells of them, is tried in tests
    // of its own.
    std::set<std::string> named = {"history", "settle",  "unlock", "ledger", "costs",
                                   "adopt",   "explain", "export", "init"};
    for (const Command& command : commands())
        named.insert(command.name());
    static const std::regex command("  ([a-z]+)  +[A-Z].*"); // "  plan      Read the live tenant"
    std::size_t listed = 0;
    for (std::string line; std::getline(help, line);) {
        std::smatch parts;
        if (!std::regex_match(line, parts, command)) continue;
        CHECK_MESSAGE(named.contains(parts[1].str()), line);
        ++listed;
    }
    CHECK(listed == named.size());
}

TEST_SUITE_END();
