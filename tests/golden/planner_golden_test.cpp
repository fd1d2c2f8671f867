// manifests and live.json in; plan.txt, drift.txt and diagnostics.txt out. live.json holds objects
// as the API sends them, so the kinds are under test here too.
#include "engine/diff/diff.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"
#include "engine/render/render.hpp"
#include "tests/support/case_manifests.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/live_tenant.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace tenantry;

namespace {

std::vector<std::string> texts(const Json& value, std::string_view name) {
    std::vector<std::string> result;
    if (const Json* items = value.find(name)) {
        for (const Json& item : *items->items())
            result.push_back(*item.text());
    }
    return result;
}

Selection selection_from(const std::string& path) {
    const auto parsed = parse_json(test::read(path));
    if (!parsed) return {};
    Selection selection{.customers = texts(*parsed, "customer"),
                        .targets = texts(*parsed, "target"),
                        .excludes = texts(*parsed, "exclude")};
    for (const std::string& text : texts(*parsed, "selector"))
        selection.selectors.push_back(parse_selector(text).value());
    return selection;
}

planner::Overrides overrides_from(const std::string& path) {
    const auto parsed = parse_json(test::read(path));
    if (!parsed) return {};
    const Json* downgrade = parsed->find("allow_downgrade");
    return {.forced = texts(*parsed, "force"),
            .allow_downgrade = downgrade != nullptr && *downgrade == Json(true)};
}

FindingSeverity least_from(const std::string& path) {
    const auto parsed = parse_json(test::read(path));
    if (!parsed || parsed->text() == nullptr) return FindingSeverity::low;
    return severity_named(*parsed->text()).value();
}

/// Whatever the case is about: a step changes each field once, and sends each call once.
void check_steps(const Plan& plan) {
    for (const Step& step : plan.steps) {
        CAPTURE(step.address().text());
        std::set<std::string> fields;
        for (const FieldChange& field : step.change.fields) {
            CHECK_MESSAGE(fields.insert(field.path).second, field.path);
        }
        std::set<std::string> calls;
        for (const Call& call : step.calls)
            CHECK_MESSAGE(calls.insert(call.describe() + to_text(call.body)).second,
                          call.describe());
    }
}

} // namespace

TEST_CASE("what is wanted and what is live make the plan") {
    const KindTable kinds = kinds::all_kinds();
    for (const std::string& folder : test::cases_of("planner")) {
        CAPTURE(folder);
        const manifest::Loaded loaded = test::load_folder(folder, kinds);
        REQUIRE(!loaded.diagnostics.has_errors());
        const auto written = parse_json(test::read(folder + "/live.json"));
        REQUIRE(written.has_value());
        const Matched live = diff::match(kinds, loaded.desired, test::live_from(*written, kinds));
        Diagnostics diagnostics = loaded.diagnostics; // warnings are told with the plan's own
        const Selection selection =
            select(selection_from(folder + "/selection.json"), kinds, loaded.desired, diagnostics);
        Plan plan = planner::plan(kinds, loaded.desired, live, selection, diagnostics);
        planner::check_guards(kinds, loaded.desired, &live, diagnostics);
        planner::guard(plan, kinds, loaded.desired, live.live,
                       overrides_from(folder + "/overrides.json"), diagnostics);
        const Day today = day_named("2026-11-28").value();
        planner::check_ignores(loaded.desired, today, diagnostics);
        check_steps(plan);
        test::check_golden(folder + "/plan.txt", render::plan(plan, loaded.sources, {}));
        test::check_golden(folder + "/diagnostics.txt",
                           render::diagnostics(diagnostics, loaded.sources, {}));
        Drift drift{.findings = planner::findings(plan)};
        const planner::Judging judging{.today = today,
                                       .least = least_from(folder + "/least.json"),
                                       .everything = selection.everything()};
        planner::judge(drift, kinds, loaded.desired, plan, diagnostics, judging);
        test::check_golden(folder + "/drift.txt", render::drift(drift, plan, loaded.sources, {}));
    }
}
