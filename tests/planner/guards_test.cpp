// What guards say of a plan, and what a plan file keeps of it.
#include "engine/diff/diff.hpp"
#include "tests/planner/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tenantry;

namespace {

/// The plan of tests/planner/world.cpp, held against guards.
test::Planned guarded(const std::string& guards) {
    std::vector<Source> sources = test::manifests();
    sources.push_back(
        {"tenant.yaml", "apiVersion: tenantry/v1\nkind: Tenant\nspec:\n  guards:\n" + guards});
    test::Planned planned = test::plan_for(std::move(sources), test::live());
    planner::guard(planned.plan, test::kind_table(), planned.loaded.desired, planned.live.live, {},
                   planned.diagnostics);
    return planned;
}

std::string verdicts_of(const Plan& plan) {
    std::string text;
    for (const Step& step : plan.steps) {
        if (step.refused_by.empty()) continue;
        text += step.address().text() + " " + step.refused_by + " " + step.breach + "\n";
    }
    return text;
}

/// The plan of a file as show makes it, or what is wrong.
std::expected<std::string, std::string> shown(const std::string& file) {
    const auto saved = planner::parse_saved(file, test::kind_table());
    if (!saved) return std::unexpected(saved.error());
    const manifest::Loaded loaded = manifest::load_texts(saved->sources, test::kind_table());
    Diagnostics unused;
    const Selection selection =
        select(saved->selection, test::kind_table(), loaded.desired, unused);
    const Matched live = diff::match(test::kind_table(), loaded.desired, saved->live);
    Plan plan = planner::plan(test::kind_table(), loaded.desired, live, selection, unused);
    if (!planner::apply_verdicts(saved->verdicts, plan)) return std::unexpected("no such step");
    return verdicts_of(plan) + std::to_string(plan.calls()) + " calls";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("a plan file keeps which guard refuses which step, and why") {
    const test::Planned planned = guarded("    protect: [globex/Globex]\n");
    const std::string verdicts = verdicts_of(planned.plan);
    CHECK(verdicts == "globex/Globex protect no step may touch this address\n");
    const std::string file = test::saved_text(planned);
    CHECK(shown(file).value() == verdicts + std::to_string(planned.plan.calls()) + " calls");

    const test::Planned all = guarded("    protect: [\"*\"]\n");
    CHECK(all.plan.calls() == 0);
    CHECK(shown(test::saved_text(all)).value().ends_with("\n0 calls"));
}

TEST_CASE("a verdict about no step, of no guard, or without one of its parts is damage") {
    const std::string file = test::saved_text(guarded("    protect: [globex/Globex]\n"));
    const std::string verdict = "\"refused_by\": \"protect\"";
    CHECK(shown(replaced(file, verdict, "\"refused_by\": \"nobody\"")).error() ==
          "it is damaged: verdicts is missing or has another form");
    CHECK(shown(replaced(file, verdict, "\"refused\": \"protect\"")).error() ==
          "it is damaged: refused_by is missing or has another form");
    CHECK(shown(replaced(file, "\"address\": \"globex/Globex\",\n   \"refused_by\"",
                         "\"address\": \"globex/Other\",\n   \"refused_by\""))
              .error() == "no such step");
}

TEST_CASE("a plan file without verdicts is damaged") {
    std::string file = test::saved_text(guarded("    protect: [\"*\"]\n"));
    const std::size_t begin = file.find("\"verdicts\": [");
    const std::size_t end = file.find("],\n \"sources\"");
    REQUIRE(begin < end);
    file.erase(begin, end + 4 - begin);
    CHECK(shown(file).error() == "it is damaged: verdicts is missing or has another form");
}

TEST_CASE("a right is given when somebody gets it, in whatever form it is written") {
    const auto breaches = [](const std::string& guards) {
        const test::Planned planned = guarded(guards);
        std::string text;
        for (const Step& step : planned.plan.steps) {
            if (!step.breach.empty()) text += step.address().text() + ": " + step.breach + "\n";
        }
        return text;
    };
    // dev has Reader and gets Writer besides; new gets Reader; boss has what it has.
    CHECK(breaches("    roles: [Reader]\n") ==
          "acme/Acme GmbH/member/dev@acme.example: the guards do not allow that this is given: "
          "\"Writer\"\n");
    CHECK(breaches("    roles: [\"w*\", READER]\n") == "");
    CHECK(breaches("    roles: []\n") ==
          "acme/Acme GmbH/member/dev@acme.example: the guards do not allow that this is given: "
          "\"Writer\"\n"
          "acme/Acme GmbH/member/new@acme.example: the guards do not allow that this is given: "
          "\"Reader\"\n");
}
