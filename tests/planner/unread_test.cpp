// Units that could not be read, and plans that are not of this run: who is stopped, and where it is
// said.
#include "tests/planner/world.hpp"

#include "tests/support/live_tenant.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

constexpr std::string_view of_another_unit = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

Source customer(const std::string& name, const std::string& account) {
    return {name + ".yaml", "apiVersion: tenantry/v1\nkind: Customer\nmetadata: {name: " + name +
                                "}\nspec:\n  accounts:\n    - {" + account + "}\n"};
}

/// An account of the name that acme's new one shall have lies in another unit, and is birch's.
test::Planned planned(const Selection& selection = {}) {
    const std::string id(of_another_unit);
    Live live =
        test::live_from(*parse_json(R"({"account": [{"id": ")" + id + R"(", "name": "Shared"}]})"),
                        test::kind_table());
    live.unread.push_back({"unit", "", {.category = FaultCategory::refused, .status = 403}});
    return test::plan_for({customer("acme", "name: Shared, unit: EMEA"),
                           customer("birch", "name: Shared, id: \"" + id + "\""),
                           customer("cedar", "name: Cedar GmbH"),
                           customer("doyle", "name: Doyle Ltd, unit: APAC")},
                          std::move(live), selection);
}

std::string refused_in(const Plan& plan) {
    std::string names;
    for (const std::string& customer : plan.refused)
        names += customer + " ";
    return names;
}

} // namespace

TEST_CASE("only who names a unit stops where units may not be read") {
    const test::Planned seen = planned();
    CHECK(refused_in(seen.plan) == "acme doyle ");
    for (const Diagnostic& diagnostic : seen.diagnostics.all())
        CHECK(diagnostic.code == "plan.unread");
    REQUIRE(seen.plan.steps.size() == 1);
    CHECK(seen.plan.steps.front().address().text() == "cedar/Cedar GmbH");
}

TEST_CASE("what could not be read is told at a line of the run's own customers") {
    const test::Planned seen = planned(Selection{.customers = {"doyle"}});
    REQUIRE(seen.diagnostics.all().size() == 1);
    const Diagnostic& said = seen.diagnostics.all().front();
    CHECK(said.subject == "doyle/Doyle Ltd");
    CHECK(seen.loaded.sources[said.position.source].name == "doyle.yaml");
}

TEST_CASE("a plan that is not selected is no plan that an error keeps from being bought") {
    Live live = test::live_from(*parse_json(R"({
        "account": [{"id": "a1", "name": "Acme"}],
        "zone": [{"id": "z1", "name": "a.example", "account": {"id": "a1"}, "status": "active",
                  "plan": {"legacy_id": "free"}}],
        "zone_hold": {"z1": null}})"),
                                test::kind_table());
    live.objects["zone_subscription"].clear(); // what is not selected is not read
    const std::string zone = "{name: a.example, plan: enterprise, hold: {hold: true}}";
    const test::Planned seen =
        test::plan_for({customer("acme", "name: Acme, zones: [" + zone + "]")}, std::move(live),
                       Selection{.excludes = {"*/plan"}});
    REQUIRE(seen.diagnostics.all().size() == 1);
    CHECK(seen.diagnostics.all().front().summary ==
          "only an Enterprise zone can be held, and the plan of this one is free");
}
