// Every case of the planner once more: its plan, kept in a file and read again, has the same steps.
#include "engine/diff/diff.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/planner/planner.hpp"
#include "tests/support/case_manifests.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/live_tenant.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

/// What the plan was made from, and again from the file alone.
void check_kept(const std::string& folder, const KindTable& kinds) {
    const manifest::Loaded loaded = test::load_folder(folder, kinds);
    const Matched live =
        diff::match(kinds, loaded.desired,
                    test::live_from(*parse_json(test::read(folder + "/live.json")), kinds));
    Diagnostics unused;
    const Plan plan = planner::plan(kinds, loaded.desired, live, {}, unused);
    const planner::SavedPlan saved =
        planner::to_save(plan, kinds, loaded.desired, live, {}, loaded.sources, loaded.shared, {});
    const std::string text = planner::to_text(saved, "0.0");
    const auto read = planner::parse_saved(text, kinds);
    REQUIRE(read.has_value());
    CHECK(planner::to_text(*read, "0.0") == text);
    if (plan.steps.empty()) return; // selects nobody, and apply plans nothing from it
    const manifest::Loaded again = test::load_texts(folder, read->sources, kinds);
    const Matched kept = planner::live_then(*read, kinds, again.desired);
    const Plan replayed = planner::plan(
        kinds, again.desired, kept, select(read->selection, kinds, again.desired, unused), unused);
    CHECK(to_text(planner::steps_to_save(replayed)) == to_text(read->steps));
    Diagnostics moved;
    Plan now = plan;
    planner::refuse_moved(kinds, replayed, now, loaded.desired, live, moved);
    CHECK(moved.empty());
    CHECK(now.carried_out.empty());
    // What names things stands in addresses anyway.
    for (const auto& [name, value] : test::variables_of(folder).environment) {
        const bool secret = name.starts_with("SECRET");
        if (secret) CHECK_MESSAGE(text.find(value) == std::string::npos, "the value of " << name);
    }
    // Nor does anybody else's business, where a variable's old value may be live.
    CHECK_MESSAGE(text.find("s3cr3t") == std::string::npos, text);
}

} // namespace

TEST_CASE("a plan that is kept and read has the same steps") {
    const KindTable kinds = kinds::all_kinds();
    for (const std::string& folder : test::cases_of("planner")) {
        CAPTURE(folder);
        check_kept(folder, kinds);
    }
}
