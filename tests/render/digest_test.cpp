// What the forms of merge requests are made from: who is waited for, what has left the manifests,
// in what order steps come, what is paid, and under which names files go.
#include "engine/render/render.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace tenantry;

namespace {

const Invitation invitation{.word = "invitation",
                            .words = "invitations",
                            .invitee = "person",
                            .invitees = "people",
                            .when_rejected = "ask again"};
const Kind guest{.name = "guest",
                 .plural = "guests",
                 .word = "guest",
                 .parent = "account",
                 .invitation = &invitation};

/// Guests of acme, of whom each stands in another way.
struct World {
    World() {
        sources.add({"m.yaml", "one\ntwo\n"});
        const Address account = Address::of_customer("acme").child("", "Acme");
        for (const char* name : {"a@a.example", "b@b.example", "c@c.example"}) {
            guests.push_back(
                {.kind = &guest, .address = account.child("guest", name), .position = {0, 2, 1}});
        }
        plan.waiting = {{&guest, &guests[0], &live, Acceptance::waiting},
                        {&guest, &guests[1], &live, Acceptance::rejected},
                        {&guest, &guests[2], &live, Acceptance::unknown}};
        for (const Resource& one : guests) {
            Step step;
            step.change.resource = &one;
            plan.steps.push_back(step);
        }
    }

    /// The remarks with a rule.
    std::vector<render::Remark> remarks(const render::Digest& digest, std::string_view rule) const {
        std::vector<render::Remark> found;
        std::ranges::copy_if(digest.remarks, std::back_inserter(found),
                             [&](const render::Remark& remark) { return remark.rule == rule; });
        return found;
    }

    LiveObject live{.fields = {{"status", Json("sus\x1bpended")}}};
    Sources sources;
    std::vector<Resource> guests;
    Plan plan;
};

} // namespace

TEST_CASE("a digest of a plan says for whom it waits, who refused, and what nobody knows") {
    const World world;
    const render::Digest digest = render::plan_digest(world.plan, {}, world.sources, {});
    const auto waiting = world.remarks(digest, "waiting");
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].subject == "acme/Acme/guest/a@a.example");
    CHECK(waiting[0].summary == "Waiting for 1 person");
    CHECK(waiting[0].weight == render::Weight::note);
    CHECK_FALSE(waiting[0].fails);
    const auto rejected = world.remarks(digest, "rejected");
    REQUIRE(rejected.size() == 1);
    CHECK(rejected[0].summary == "1 invitation was rejected");
    CHECK(rejected[0].hint == "ask again");
    CHECK(rejected[0].weight == render::Weight::warning);
    const auto unknown = world.remarks(digest, "unknown-status");
    REQUIRE(unknown.size() == 1);
    CHECK(unknown[0].hint == unknown_hint);
    REQUIRE(unknown[0].details.size() == 1);
    CHECK(unknown[0].details[0].label == "status");

    const std::string text = render::plan(world.plan, world.sources, {});
    for (const auto& remark : {waiting[0], rejected[0], unknown[0]})
        CHECK_MESSAGE(text.contains(remark.summary + ":\n    " + remark.subject), text);
}

TEST_CASE("a digest of a drift says for whom it waits; the others are findings of it") {
    const World world;
    const render::Digest digest = render::drift_digest({}, world.plan, {}, world.sources, {});
    REQUIRE(digest.remarks.size() == 1);
    CHECK(digest.remarks[0].rule == "waiting");
}

TEST_CASE("a digest says how much left the manifests, and which revision had it") {
    World world;
    world.plan.departed = {{.address = Address::of_customer("gone"), .resources = 5}};
    world.plan.departed_since = "v1";
    const auto departed =
        world.remarks(render::plan_digest(world.plan, {}, world.sources, {}), "no-longer-managed");
    REQUIRE(departed.size() == 1);
    REQUIRE(departed[0].details.size() == 2);
    CHECK(departed[0].details[0].value == "5");
    CHECK(departed[0].details[1].value == "v1");
}

TEST_CASE("a step comes one turn after the latest that it waits for or begins after") {
    World world;
    world.plan.steps[1].waits_for = {0};
    world.plan.steps[2].begins_after = {1};
    const auto turns = [](const render::Digest& digest) {
        std::vector<std::size_t> all;
        for (const render::Remark& remark : digest.remarks)
            if (remark.turn > 0) all.push_back(remark.turn);
        return all;
    };
    const std::vector<std::size_t> expected = {1, 2, 3};
    CHECK(turns(render::plan_digest(world.plan, {}, world.sources, {})) == expected);
    const Report report{.outcomes = std::vector<Outcome>(3)};
    CHECK(turns(render::report_digest(world.plan, report, {}, world.sources, {})) == expected);
}

TEST_CASE("a field has both sides, and the line that wants it") {
    World world;
    Step& step = world.plan.steps[0];
    step.change.action = Action::update;
    step.change.fields = {
        {.path = "ssl", .before = "off", .after = "strict", .position = {0, 1, 3}}};
    const render::Digest digest = render::plan_digest(world.plan, {}, world.sources, {});
    const render::Detail& field = digest.remarks[0].details[0];
    CHECK(field.label == "ssl");
    CHECK(field.before == "\"off\"");
    CHECK(field.after == "\"strict\"");
    CHECK(field.place == "m.yaml:1");
    CHECK(field.value == "\"off\" -> \"strict\"  (m.yaml:1)");
}

TEST_CASE("what is paid is told by customer and in all, also what is refused") {
    World world;
    const Price free{.amount = {}, .currency = "", .frequency = "monthly"};
    const Price dear{.amount = *Amount::parse("20"), .currency = "USD", .frequency = "monthly"};
    const Resource other{.kind = &guest, .address = Address::of_customer("beta")};
    world.plan.steps[1].change.resource = &other;
    for (Step& step : world.plan.steps)
        step.money =
            Money{.old_plan = "free", .new_plan = "pro", .old_price = free, .new_price = dear};
    world.plan.steps[2].refused_by = "keep";
    const render::Digest digest = render::plan_digest(world.plan, {}, world.sources, {});
    REQUIRE(digest.paid.size() == 4);
    CHECK(digest.paid[0].customer == "acme");
    CHECK(digest.paid[0].sum == "+USD 20.00 a month, +USD 240.00 a year");
    CHECK(digest.paid[1].customer == "beta");
    CHECK(digest.paid[2].customer.empty());
    CHECK(digest.paid[2].sum == "+USD 40.00 a month, +USD 480.00 a year");
    CHECK(digest.paid[3].refused);
    CHECK(render::markdown(digest, world.sources)
              .contains("| **in all** | +USD 40\\.00 a month, +USD 480\\.00 a year |\n"));
}

TEST_CASE("files go by their paths from the root of the repository") {
    struct Row {
        std::string given;
        std::string named;
    };
    const Row rows[] = {
        {"manifests/a.yaml", "tenants/manifests/a.yaml"},
        {"./manifests//a.yaml", "tenants/manifests/a.yaml"},
        {"../shared/a.yaml", "shared/a.yaml"},
        {"/repo/tenants/a.yaml", "tenants/a.yaml"},
        // Outside of it: as the user gave them.
        {"../../elsewhere/a.yaml", "../../elsewhere/a.yaml"},
        {"/repository/a.yaml", "/repository/a.yaml"},
        {"..a.yaml", "tenants/..a.yaml"},
    };
    Sources sources;
    for (const Row& row : rows)
        sources.add({row.given, ""});
    const Sources named =
        render::names_from_root(sources, {.root = "/repo", .working_directory = "/repo/tenants"});
    REQUIRE(named.size() == sources.size());
    for (std::uint32_t i = 0; i < named.size(); ++i)
        CHECK(named[i].name == rows[i].named);
}
