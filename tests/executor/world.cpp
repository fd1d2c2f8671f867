#include "tests/executor/world.hpp"
#include "engine/diff/diff.hpp"

#include "tests/support/live_tenant.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

namespace tenantry::test {
namespace {

struct Silent : executor::Observer {
    void started(std::size_t) override {}
    void finished(std::size_t, const Outcome&) override {}
    void waits(const Step&, bool) override {}
};

Live read_live(std::string_view text, const KindTable& kinds) {
    const auto written = parse_json(text);
    REQUIRE_MESSAGE(written.has_value(), text);
    return live_from(*written, kinds);
}

} // namespace

World::World(std::string_view accounts, std::string_view live_accounts,
             std::string_view live_zones) {
    load(accounts, "");
    live = diff::match(kinds, loaded.desired,
                       read_live("{\"account\": " + std::string(live_accounts) +
                                     ", \"zone\": " + std::string(live_zones) + "}",
                                 kinds));
    Diagnostics diagnostics;
    plan = planner::plan(kinds, loaded.desired, live, {}, diagnostics);
    REQUIRE(diagnostics.empty());
}

World World::of(std::string_view accounts, std::string_view live, std::string_view guards) {
    World world;
    world.load(accounts, guards);
    world.live = diff::match(world.kinds, world.loaded.desired, read_live(live, world.kinds));
    Diagnostics diagnostics;
    world.plan = planner::plan(world.kinds, world.loaded.desired, world.live, {}, diagnostics);
    REQUIRE(!diagnostics.has_errors()); // names for what is not there yet are warned of
    planner::guard(world.plan, world.kinds, world.loaded.desired, world.live.live, {}, diagnostics);
    return world;
}

void World::load(std::string_view accounts, std::string_view guards) {
    const std::string head = "apiVersion: tenantry/v1\nkind: ";
    std::vector<Source> texts = {
        {"acme.yaml",
         head + "Customer\nmetadata: {name: acme}\nspec:\n  accounts:\n" + std::string(accounts)}};
    if (!guards.empty()) {
        texts.push_back(
            {"tenant.yaml", head + "Tenant\nspec: {guards: " + std::string(guards) + "}\n"});
    }
    loaded = manifest::load_texts(std::move(texts), kinds);
    REQUIRE(loaded.diagnostics.empty());
}

std::string World::run(FakeApi& api, std::size_t parallelism, std::stop_token stop) {
    // After a create the list is looked at until it shows the object; here it never does, unless
    // the script says so.
    api.otherwise("GET /accounts", list("[]"));
    boost::asio::io_context context;
    Silent silent;
    executor::Options options;
    options.parallelism = parallelism;
    options.now = now;
    options.look_again = std::chrono::milliseconds(1);
    std::exception_ptr failure;
    const auto work = [&]() -> boost::asio::awaitable<void> {
        report = co_await executor::execute(plan, kinds, live.live, api, silent, options, stop);
    };
    boost::asio::co_spawn(context, work(),
                          [&](const std::exception_ptr& thrown) { failure = thrown; });
    context.run();
    if (failure) std::rethrow_exception(failure);
    return lines();
}

std::string World::lines() const {
    std::string text;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Outcome& outcome = report.outcomes[i];
        text += plan.steps[i].address().text() + ": " + std::string(name_of(outcome.status));
        if (outcome.adopted) text += ", adopted";
        if (outcome.status == OutcomeStatus::skipped) {
            text += " because of " + plan.steps[outcome.because_of].address().text();
        }
        text += "\n";
    }
    return text;
}

std::string World::fault() const {
    const auto& fault = report.outcomes.front().fault;
    return fault ? fault->message : "";
}

} // namespace tenantry::test
