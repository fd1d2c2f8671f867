// What the README shows is what the program prints.
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"
#include "engine/render/render.hpp"
#include "tests/golden/golden.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

/// The first fenced block that begins with `opening`, without it.
std::string block(const std::string& readme, const std::string& opening) {
    const auto begin = readme.find("```" + opening);
    REQUIRE_MESSAGE(begin != std::string::npos, opening);
    const auto from = begin + 3 + opening.size();
    return readme.substr(from, readme.find("```", from) - from);
}

manifest::Loaded load(const std::string& text, const KindTable& kinds) {
    return manifest::load_texts({{"manifests/acme.yaml", text}}, kinds);
}

} // namespace

TEST_CASE("the README's manifest gives the README's plan") {
    const KindTable kinds = kinds::all_kinds();
    const std::string readme = test::read(TENANTRY_README);
    const manifest::Loaded loaded = load(block(readme, "yaml\n"), kinds);
    REQUIRE(loaded.diagnostics.empty());
    Live live;
    live.catalogues[{"unit", ""}] = {{"u1", "EMEA resale", "Partner"}};
    Diagnostics diagnostics;
    const Plan plan = planner::plan(kinds, loaded.desired, live, {}, diagnostics);
    CHECK(render::plan(plan, loaded.sources, {}) == block(readme, "console\n$ tenantry plan\n"));
}

TEST_CASE("the README's mistake gives the README's error") {
    const KindTable kinds = kinds::all_kinds();
    const std::string readme = test::read(TENANTRY_README);
    std::string manifest = block(readme, "yaml\n");
    const auto field = manifest.find("paused");
    REQUIRE(field != std::string::npos);
    manifest.insert(field + 3, "s");
    const manifest::Loaded loaded = load(manifest, kinds);
    CHECK(render::diagnostics(loaded.diagnostics, loaded.sources, {}) ==
          block(readme, "console\n$ tenantry validate\n"));
}
