// What earlier runs leave open, held against a plan: text in, verdicts out.
#include "engine/kinds/kinds.hpp"
#include "engine/ledger/ledger.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"

#include <doctest/doctest.h>

#include <memory>

namespace tenantry::ledger {
namespace {

using std::chrono::seconds;

constexpr const char* manifest = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  accounts:
    - name: Acme GmbH
      subscriptions: [{plan: WORKERS_PAID}]
)";
constexpr Patience patience{.made = seconds(60), .bought = seconds(120)};

Time at(std::int64_t second) { return Time(seconds(1'000'000 + second)); }

/// A plan over a tenant without accounts: all is to be made.
struct World {
    World() {
        loaded = manifest::load_texts({{"acme.yaml", manifest}}, kinds);
        Matched matched;
        matched.matches.of.resize(loaded.desired.resources.size());
        found = std::make_unique<Matched>(std::move(matched));
    }

    std::size_t index_of(std::string_view address) const {
        for (std::size_t i = 0; i < loaded.desired.resources.size(); ++i)
            if (loaded.desired.resources[i].address.text() == address) return i;
        FAIL("no resource ", address);
        return 0;
    }
    /// A step of the plan that sends what was asked for.
    void plan_step(std::string_view address, Call call) {
        Step step;
        step.change.resource = &loaded.desired.resources[index_of(address)];
        step.calls.push_back(std::move(call));
        plan.steps.push_back(std::move(step));
    }
    Unsettled judge(const CallRecord& call, Time read_at) const {
        return find_unsettled(plan, loaded.desired, found->matches, {call}, read_at, patience);
    }

    KindTable kinds = kinds::all_kinds();
    manifest::Loaded loaded;
    std::unique_ptr<Matched> found;
    Plan plan;
};

constexpr const char* account = "acme/Acme GmbH";
constexpr const char* product = "acme/Acme GmbH/subscription/WORKERS_PAID";
const Call make_account{.method = Method::post, .path = "/accounts"};
const Call buy{.method = Method::post, .path = "/accounts/{account}/subscriptions", .once = true};

CallRecord sent(const char* address, const Call& call, Fate fate, std::int64_t second) {
    CallRecord record{.run = 7,
                      .number = 1,
                      .address = address,
                      .call = call.describe(),
                      .makes = true,
                      .began = at(second),
                      .fate = fate};
    if (fate != Fate::open) record.ended = at(second);
    return record;
}

enum class Verdict { none, happened, waiting, did_not, unanswered };

Verdict verdict_of(const Unsettled& found) {
    if (!found.happened.empty()) return Verdict::happened;
    if (!found.waiting.empty()) return Verdict::waiting;
    if (!found.did_not.empty()) return Verdict::did_not;
    return found.unanswered.empty() ? Verdict::none : Verdict::unanswered;
}

TEST_CASE("what a plan would send again is waited for, and then judged by what it was") {
    World world;
    world.plan_step(account, make_account);
    world.plan_step(product, buy);
    struct Row {
        const char* address;
        const Call& call;
        Fate fate;
        std::int64_t read_after; // seconds after the call
        Verdict verdict;
    };
    const Row rows[] = {
        {account, make_account, Fate::open, 0, Verdict::waiting},
        {account, make_account, Fate::open, 59, Verdict::waiting},
        {account, make_account, Fate::open, 60, Verdict::did_not},
        {account, make_account, Fate::unclear, 59, Verdict::waiting},
        {account, make_account, Fate::unclear, 61, Verdict::did_not},
        // It was there, and is not any more: it was removed since.
        {account, make_account, Fate::done, 59, Verdict::waiting},
        {account, make_account, Fate::done, 60, Verdict::none},
        {product, buy, Fate::open, 119, Verdict::waiting},
        {product, buy, Fate::open, 120, Verdict::did_not},
        // The API said that it sold it: it is not bought again before a person has looked.
        {product, buy, Fate::done, 119, Verdict::waiting},
        {product, buy, Fate::done, 120, Verdict::unanswered},
        {product, buy, Fate::done, 86'399, Verdict::unanswered},
        {product, buy, Fate::done, 86'400, Verdict::none},
        // Somebody or a list has said that it is there: that is not forgotten by waiting.
        {product, buy, Fate::happened, 119, Verdict::waiting},
        {product, buy, Fate::happened, 500, Verdict::unanswered},
        {account, make_account, Fate::happened, 59, Verdict::waiting},
        {account, make_account, Fate::happened, 60, Verdict::unanswered},
        // Another call of the same resource says nothing of this one.
        {account, buy, Fate::open, 0, Verdict::none},
        {"other/Other", make_account, Fate::open, 0, Verdict::none},
    };
    for (const Row& row : rows) {
        CAPTURE(row.address);
        CAPTURE(name_of(row.fate));
        CAPTURE(row.read_after);
        const Unsettled found =
            world.judge(sent(row.address, row.call, row.fate, 0), at(row.read_after));
        CHECK(static_cast<int>(verdict_of(found)) == static_cast<int>(row.verdict));
    }
}

TEST_CASE("what is there has happened, and what is refused tells nothing") {
    World world;
    const LiveObject object{.id = "id1"};
    world.found->matches.of[world.index_of(account)].live = &object;
    const Unsettled there = world.judge(sent(account, make_account, Fate::open, 0), at(1));
    REQUIRE(there.happened.size() == 1);
    CHECK(there.happened[0].object == "id1");
    // One that ended well needs no settling.
    CHECK(verdict_of(world.judge(sent(account, make_account, Fate::done, 0), at(1))) ==
          Verdict::none);
    world.plan_step(account, make_account);
    world.plan.steps.back().refused_by = "locked";
    CHECK(verdict_of(world.judge(sent(account, make_account, Fate::open, 0), at(1))) ==
          Verdict::none);
}

TEST_CASE("a customer that got another name is asked for what was sent under the old one") {
    World world;
    world.plan_step(account, make_account);
    CallRecord call = sent("acme-old/Acme GmbH", make_account, Fate::open, 0);
    call.customer = "acme-old";
    CHECK(verdict_of(world.judge(call, at(1))) == Verdict::waiting);
    CHECK(world.judge(call, at(1)).orphaned.empty());
    // What no manifest speaks of is told.
    call.address = "acme-old/Another";
    CHECK(world.judge(call, at(1)).orphaned.size() == 1);
}

TEST_CASE("what a clock that was ahead has written is waited for no longer than anything else") {
    World world;
    world.plan_step(account, make_account);
    const Unsettled found = world.judge(sent(account, make_account, Fate::open, 86'400), at(0));
    REQUIRE(found.waiting.size() == 1);
    CHECK(found.waiting[0].until == at(60));
}

TEST_CASE("what has a key that is told once is no list's to answer") {
    World world;
    world.plan_step(account, make_account);
    world.plan.steps.back().procedure.keeps_key = true;
    const Unsettled found = world.judge(sent(account, make_account, Fate::open, 0), at(90'000));
    REQUIRE(found.unanswered.size() == 1);
    CHECK(
        what_to_settle(found.unanswered[0], world.plan).find("tenantry settle 'acme/Acme GmbH'") !=
        std::string::npos);
}

} // namespace
} // namespace tenantry::ledger
