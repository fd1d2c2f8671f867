// Manifests and a live tenant in; costs.txt and costs.csv out. live.json holds objects as the API
// sends them, with what a run would have read of the plans of zones.
#include "engine/diff/diff.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"
#include "engine/render/render.hpp"
#include "tests/support/case_manifests.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/live_tenant.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

TEST_CASE("what is live and sold makes what customers pay") {
    const KindTable kinds = kinds::all_kinds();
    for (const std::string& folder : test::cases_of("costs")) {
        CAPTURE(folder);
        const manifest::Loaded loaded = test::load_folder(folder, kinds);
        REQUIRE(!loaded.diagnostics.has_errors());
        const auto written = parse_json(test::read(folder + "/live.json"));
        REQUIRE(written.has_value());
        const Live live = test::live_from(*written, kinds);
        const Desired sold = planner::only_sold(kinds, loaded.desired);
        const Matched found = diff::match(kinds, sold, live);
        Diagnostics diagnostics;
        const Plan plan = planner::plan(kinds, sold, found, {}, diagnostics);
        const Matched all = diff::match(kinds, loaded.desired, live);
        const Costs costs = planner::costs(kinds, loaded.desired, all, {}, plan, diagnostics);
        test::check_golden(folder + "/costs.txt", render::costs(costs, {}));
        test::check_golden(folder + "/costs.csv", render::costs_csv(costs));
        test::check_golden(folder + "/costs.json", to_text(render::costs_json(costs), 2) + "\n");
    }
}
