// What buys is never sent twice, whatever the answer, and is proved by reading.
#include "tests/executor/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tenantry;
using test::FakeApi;
using test::World;

namespace {

constexpr std::string_view plan_pro = "    - {name: A, zones: [{name: a.example, plan: pro}]}\n";
constexpr std::string_view more_rules = "    - {name: A, zones: [{name: a.example, plan: "
                                        "{rate_plan: pro, components: {page_rules: 9}}}]}\n";
constexpr std::string_view free_zone = R"({"account": [{"id": "a1", "name": "A"}],
    "zone": [{"id": "z1", "name": "a.example", "account": {"id": "a1"}}],
    "zone_subscription": {"z1": null}})";
constexpr std::string_view paid_zone = R"({"account": [{"id": "a1", "name": "A"}],
    "zone": [{"id": "z1", "name": "a.example", "account": {"id": "a1"}}],
    "zone_subscription": {"z1": {"rate_plan": {"id": "PARTNERS_PRO"}, "frequency": "monthly",
        "component_values": [{"name": "page_rules", "value": 5}, {"name": "extras", "value": 1}]}}})";
constexpr std::string_view pro = R"({"rate_plan": {"id": "PARTNERS_PRO"}})";
constexpr std::string_view post = "POST /zones/z1/subscription";
constexpr std::string_view put = "PUT /zones/z1/subscription";
constexpr std::string_view get = "GET /zones/z1/subscription";

FakeApi::Answer rules(int count) {
    return test::ok(R"({"rate_plan": {"id": "PARTNERS_PRO"}, "frequency": "monthly",
        "component_values": [{"name": "extras", "value": 2}, {"name": "page_rules", "value": )" +
                    std::to_string(count) + "}]}");
}

FakeApi::Answer none_yet() { return test::refused(404, 1207); }

std::ptrdiff_t sent(const FakeApi& api, std::string_view call) {
    return std::ranges::count_if(api.log,
                                 [&](const std::string& line) { return line.starts_with(call); });
}

} // namespace

TEST_CASE("a plan is bought after a look and proved by reading") {
    World world = World::of(plan_pro, free_zone);
    FakeApi api;
    api.on(std::string(get), none_yet());
    api.on(std::string(post), test::ok(pro));
    api.on(std::string(get), test::ok(pro));
    CHECK(world.run(api) == "acme/A/zone/a.example/plan: done\n");
    CHECK(api.log[1] == R"(POST /zones/z1/subscription {"rate_plan":{"id":"PARTNERS_PRO"}})");
    CHECK(world.report.requests == 3);
}

TEST_CASE("a purchase that stands already is not made again") {
    World world = World::of(plan_pro, free_zone);
    FakeApi api;
    api.on(std::string(get), test::ok(pro));
    CHECK(world.run(api) == "acme/A/zone/a.example/plan: done\n");
    CHECK(sent(api, post) == 0);
}

TEST_CASE("a purchase whose answer was lost is read, and never repeated") {
    for (const FaultCategory category :
         {FaultCategory::lost, FaultCategory::timed_out, FaultCategory::broken}) {
        World world = World::of(plan_pro, free_zone);
        FakeApi api;
        api.on(std::string(get), none_yet());
        api.on(std::string(post), test::unclear(category));
        std::string wanted;
        SUBCASE("it was made") {
            api.on(std::string(get), none_yet()); // shown late
            api.on(std::string(get), test::ok(pro));
            api.otherwise(std::string(get), test::ok(pro));
            wanted = "acme/A/zone/a.example/plan: done\n";
        }
        SUBCASE("it does not show") {
            api.otherwise(std::string(get), none_yet());
            wanted = "acme/A/zone/a.example/plan: uncertain\n";
        }
        CHECK(world.run(api) == wanted);
        CHECK(sent(api, post) == 1);
        CHECK(sent(api, put) == 0);
    }
}

TEST_CASE("what stands uncertain says what to look at") {
    World world = World::of(plan_pro, free_zone);
    FakeApi api;
    api.on(std::string(post), test::unclear(FaultCategory::lost));
    api.otherwise(std::string(get), none_yet());
    world.run(api);
    const std::string& check = world.report.outcomes[0].what_to_check;
    CHECK(check.find("zone subscription") != std::string::npos);
    CHECK(check.find("run plan") != std::string::npos);
    CHECK(check.find("\"\"") == std::string::npos); // it has no name of its own
}

TEST_CASE("a PUT that buys is not repeated either") {
    World world = World::of(more_rules, paid_zone);
    FakeApi api;
    api.on(std::string(get), rules(5));
    api.on(std::string(put), test::unclear(FaultCategory::lost));
    SUBCASE("it was done") {
        api.otherwise(std::string(get), rules(9));
        CHECK(world.run(api) == "acme/A/zone/a.example/plan: done\n");
    }
    SUBCASE("it does not show") {
        api.otherwise(std::string(get), rules(5));
        CHECK(world.run(api) == "acme/A/zone/a.example/plan: uncertain\n");
    }
    SUBCASE("it cannot be read") {
        api.otherwise(std::string(get), test::unclear(FaultCategory::lost));
        CHECK(world.run(api) == "acme/A/zone/a.example/plan: uncertain\n");
    }
    CHECK(sent(api, put) == 1);
}

TEST_CASE("a PUT echoes what it has just read, not what the plan was made from") {
    World world = World::of(more_rules, paid_zone);
    FakeApi api;
    api.on(std::string(get), rules(5)); // two extras by now
    api.on(std::string(put), test::ok(pro));
    api.on(std::string(get), rules(9));
    CHECK(world.run(api) == "acme/A/zone/a.example/plan: done\n");
    CHECK(api.log[1] == R"(PUT /zones/z1/subscription {"rate_plan":{"id":"PARTNERS_PRO"},)"
                        R"("component_values":[{"name":"extras","value":2},)"
                        R"({"name":"page_rules","value":9}],"frequency":"monthly"})");
}

TEST_CASE(
    "what the API complains of in the body that was sent is called as the manifest calls it") {
    World world = World::of(more_rules, paid_zone);
    FakeApi api;
    api.otherwise(std::string(get), rules(5)); // the extras are echoed, so they come first
    FakeApi::Answer refusal = test::refused(400, 1198);
    refusal.error().pointer = "/component_values/1/value";
    api.otherwise(std::string(put), refusal);
    CHECK(world.run(api) == "acme/A/zone/a.example/plan: failed\n");
    CHECK(world.report.outcomes[0].fault->field == "components.page_rules");
}

TEST_CASE("a zone that somebody else has made paid meanwhile is not bought another plan") {
    // What costs money was judged as it was planned.
    World world = World::of(plan_pro, free_zone);
    FakeApi api;
    SUBCASE("seen by the look") {
        api.on(std::string(get),
               test::ok(R"({"rate_plan": {"id": "PARTNERS_BIZ"}, "component_values": []})"));
        CHECK(world.run(api) == "acme/A/zone/a.example/plan: failed\n");
        CHECK(world.fault() == "its rate_plan has changed since the plan was made, so it was left "
                               "as it is: run plan again");
        CHECK(sent(api, post) == 0);
    }
    SUBCASE("said by the refusal of the POST") {
        api.on(std::string(get), none_yet());
        api.on(std::string(post), test::refused(400, 1004));
        api.on(std::string(get),
               test::ok(R"({"rate_plan": {"id": "PARTNERS_BIZ"}, "component_values": []})"));
        CHECK(world.run(api) == "acme/A/zone/a.example/plan: failed\n");
    }
    CHECK(sent(api, put) == 0);
}

TEST_CASE("a plan that goes by another id meanwhile is not what was seen, though its class is") {
    // The second is a class, by which the API shows some plans instead of an id.
    for (const std::string id : {"cf_pro_20_5", "pro"}) {
        CAPTURE(id);
        World world = World::of(more_rules, paid_zone);
        FakeApi api;
        api.on(std::string(get), test::ok(R"({"rate_plan": {"id": ")" + id + R"("}, "frequency":
            "monthly", "component_values": [{"name": "page_rules", "value": 5}]})"));
        CHECK(world.run(api) == "acme/A/zone/a.example/plan: failed\n");
        CHECK(world.fault() == "its rate_plan has changed since the plan was made, so it was left "
                               "as it is: run plan again");
        CHECK(sent(api, put) == 0);
        CHECK(sent(api, post) == 0);
    }
}

TEST_CASE("what is ordered is what the plan showed, whatever is offered by then") {
    // The list of rate plans is not read again: the id stands in the plan.
    const std::string offered = R"("rate_plan": {"a1": [
        {"id": "PARTNERS_PRO", "currency": "USD", "frequency": "monthly", "price": 20},
        {"id": "CF_PRO_20_20", "currency": "USD", "frequency": "monthly", "price": 20}]})";
    std::string live(free_zone);
    live.insert(live.rfind('}'), ", " + offered);
    World world = World::of(plan_pro, live);
    FakeApi api;
    api.on(std::string(get), none_yet());
    api.on(std::string(post), test::refused(400, 1204));
    api.otherwise(std::string(get), none_yet());
    REQUIRE(world.plan.steps[0].change.ordered_as == "PARTNERS_PRO");
    CHECK(world.run(api) == "acme/A/zone/a.example/plan: failed\n");
    CHECK(api.log[1] == R"(POST /zones/z1/subscription {"rate_plan":{"id":"PARTNERS_PRO"}})");
    CHECK(sent(api, post) == 1);
}

TEST_CASE("a plan that somebody else has bought meanwhile is there, whatever the POST was told") {
    World world = World::of(plan_pro, free_zone);
    FakeApi api;
    api.on(std::string(get), none_yet());
    api.on(std::string(post), test::refused(400, 1004));
    api.otherwise(std::string(get), test::ok(pro));
    CHECK(world.run(api) == "acme/A/zone/a.example/plan: done\n");
    CHECK(sent(api, put) == 0);
}

TEST_CASE("a purchase that the API refuses has failed, with its code") {
    World world = World::of(plan_pro, free_zone);
    FakeApi api;
    api.on(std::string(post), test::refused(400, 1204));
    api.otherwise(std::string(get), none_yet());
    CHECK(world.run(api) == "acme/A/zone/a.example/plan: failed\n");
    CHECK(world.report.outcomes[0].fault->code == 1204);
    CHECK(sent(api, post) == 1);
}

TEST_CASE("a purchase that was accepted and never shows is not called done") {
    World world = World::of(plan_pro, free_zone);
    FakeApi api;
    api.on(std::string(post), test::ok(pro));
    api.otherwise(std::string(get), none_yet());
    CHECK(world.run(api) == "acme/A/zone/a.example/plan: failed\n");
    CHECK(world.fault() == "the API accepted the change, and still shows another rate_plan: wait a "
                           "few minutes and run plan again");
    CHECK(sent(api, post) == 1);
}

TEST_CASE("a product of an account is found by its plan, and bought once") {
    const std::string_view wanted = "    - {name: A, subscriptions: [{plan: TEAMS_STANDARD}]}\n";
    const std::string_view nothing =
        R"({"account": [{"id": "a1", "name": "A"}], "account_subscription": {"a1": []}})";
    const std::string list = "GET /accounts/a1/subscriptions";
    const std::string buy = "POST /accounts/a1/subscriptions";
    const std::string_view shown = R"([{"id": "s1", "rate_plan": {"id": "teams_standard"}}])";
    World world = World::of(wanted, nothing);
    FakeApi api;
    SUBCASE("bought") {
        api.on(list, test::list("[]"));
        api.on(buy, test::ok(R"({"id": "s1", "rate_plan": {"id": "TEAMS_STANDARD"}})"));
        api.on(list, test::list(shown));
        CHECK(world.run(api) == "acme/A/subscription/TEAMS_STANDARD: done\n");
    }
    SUBCASE("somebody has bought it") {
        api.otherwise(list, test::list(shown));
        CHECK(world.run(api) == "acme/A/subscription/TEAMS_STANDARD: done, adopted\n");
        CHECK(sent(api, buy) == 0);
    }
    SUBCASE("bought, and the list does not show it: to call that failed would buy it again") {
        api.on(buy, test::ok(R"({"id": "s1", "rate_plan": {"id": "TEAMS_STANDARD"}})"));
        api.otherwise(list, test::list("[]"));
        CHECK(world.run(api) == "acme/A/subscription/TEAMS_STANDARD: done\n");
        CHECK(world.report.outcomes[0].what_to_check.find("do not apply again") !=
              std::string::npos);
        CHECK(sent(api, buy) == 1);
    }
    SUBCASE("the answer was lost and it shows") {
        api.on(list, test::list("[]"));
        api.on(buy, test::unclear(FaultCategory::timed_out));
        api.on(list, test::list("[]"));
        api.otherwise(list, test::list(shown));
        CHECK(world.run(api) == "acme/A/subscription/TEAMS_STANDARD: done, adopted\n");
        CHECK(sent(api, buy) == 1);
    }
    SUBCASE("the answer was lost and it does not show") {
        api.on(buy, test::unclear(FaultCategory::timed_out));
        api.otherwise(list, test::list("[]"));
        CHECK(world.run(api) == "acme/A/subscription/TEAMS_STANDARD: uncertain\n");
        CHECK(sent(api, buy) == 1);
    }
}

TEST_CASE("what a guard refuses sends nothing") {
    World world = World::of(plan_pro, free_zone, "{allowed_plans: [business]}");
    FakeApi api;
    CHECK(world.run(api) == "acme/A/zone/a.example/plan: refused\n");
    CHECK(api.log.empty());
}

TEST_CASE("what lies in something that a guard refuses is refused with it") {
    World world = World::of("    - {name: A, members: [{email: a@x, roles: [Administrator]}],\n"
                            "       zones: [{name: a.example, plan: pro}]}\n",
                            R"({"account": []})", "{protect: [acme/A/zone/a.example/plan]}");
    FakeApi api;
    CHECK(world.run(api) == "acme/A: refused\nacme/A/member/a@x: refused\n"
                            "acme/A/zone/a.example: refused\n"
                            "acme/A/zone/a.example/plan: refused\n");
    CHECK(api.log.empty());
}
