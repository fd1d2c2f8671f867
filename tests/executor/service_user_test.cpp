// A new service user: room for its key before anything is sent, the record of it right before the
// call goes out, and threads that are gone when the run is.
#include "engine/diff/diff.hpp"
#include "engine/executor/executor.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"
#include "tests/support/fake_api.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <mutex>
#include <thread>

using namespace tenantry;
using credentials::Trouble;
using test::FakeApi;

namespace {

using Done = std::expected<void, Trouble>;

/// Remembers what it was asked, and refuses what it is told to.
struct FakeStore : credentials::KeyStore {
    struct Room : credentials::Reservation {
        explicit Room(FakeStore& owner) : store(owner) {}
        ~Room() override { (void)store.note("given back"); }
        Done begin() override { return store.note("begin"); }
        Done take_back() override { return store.note("take back"); }
        Done keep(const std::string& key) override { return store.note("keep " + key); }
        FakeStore& store;
    };

    Done note(const std::string& what) {
        const std::lock_guard lock(mutex);
        done.push_back(what);
        others = others || std::this_thread::get_id() != home;
        std::this_thread::sleep_for(std::chrono::microseconds(200));
        if (std::ranges::find(refused, what) == refused.end()) return {};
        return std::unexpected(Trouble{"the disk is full", "make room"});
    }
    std::expected<std::vector<std::string>, Trouble> users() override { return {}; }
    std::expected<std::optional<credentials::Record>, Trouble> find(const std::string&) override {
        return std::nullopt;
    }
    std::expected<std::unique_ptr<credentials::Reservation>, Trouble>
    reserve(const std::string&) override {
        if (auto noted = note("reserve"); !noted) return std::unexpected(noted.error());
        return std::make_unique<Room>(*this);
    }
    std::string name() const override { return "a store"; }

    std::mutex mutex;
    std::vector<std::string> done = {};
    std::vector<std::string> refused = {};
    std::thread::id home = std::this_thread::get_id();
    bool others = false; // asked from another thread
};

struct Silent : executor::Observer {
    void started(std::size_t) override {}
    void finished(std::size_t, const Outcome&) override {}
    void waits(const Step&, bool) override {}
};

/// The plan that creates the service user of acme, and nothing else.
struct World {
    World() {
        const std::string head = "apiVersion: tenantry/v1\nkind: ";
        loaded = manifest::load_texts(
            {{"acme.yaml", head +
                               "Customer\nmetadata: {name: acme}\nspec:\n  service_user: {email: "
                               "acme@svc.example}\n  accounts: [{name: A}]\n"},
             {"tenant.yaml", head + "Tenant\nspec: {service_users: {roles: [Administrator]}}\n"}},
            kinds);
        REQUIRE(loaded.diagnostics.empty());
        Diagnostics diagnostics;
        const Selection selection = select(Selection{.targets = {"acme/service_user/*"}}, kinds,
                                           loaded.desired, diagnostics);
        live = diff::match(kinds, loaded.desired, {});
        plan = planner::plan(kinds, loaded.desired, live, selection, diagnostics);
        REQUIRE(plan.steps.size() == 1);
    }

    /// Runs it; everything that it used is gone when this returns, as when a program ends.
    const Outcome& run(FakeApi& api) {
        {
            boost::asio::io_context context(1);
            const http::Connect connect = [](const http::Credential& given) {
                auto own = std::make_unique<FakeApi>();
                CHECK(given.key == "cfk_new");
                own->on("GET /user", test::ok(R"({"id": "u1"})"));
                return std::expected<std::unique_ptr<http::Api>, std::string>(std::move(own));
            };
            http::Lanes lanes(api, connect);
            Silent silent;
            executor::Options options;
            options.look_again = std::chrono::milliseconds(0);
            options.keys = &store;
            const auto work = [&]() -> boost::asio::awaitable<void> {
                report = co_await executor::execute(plan, kinds, live.live, lanes, silent, options,
                                                    std::stop_token());
            };
            // Stopped as a program stops it, whatever is left: there is nothing to wait for then.
            boost::asio::co_spawn(context, work(), [&](const std::exception_ptr& failure) {
                CHECK(failure == nullptr);
                boost::asio::post(context, [&] { context.stop(); });
            });
            context.run();
        }
        return report.outcomes.front();
    }

    KindTable kinds = kinds::all_kinds();
    manifest::Loaded loaded = {};
    Matched live = {};
    Plan plan = {};
    Report report = {};
    FakeStore store = {};
};

std::string said(const Outcome& outcome) { return outcome.fault ? outcome.fault->message : ""; }

const std::string created = R"({"id": "u1", "email": "acme@svc.example", "api_key": "cfk_new"})";

} // namespace

TEST_CASE("the key is kept, off the thread that everything else runs on") {
    World world;
    FakeApi api;
    api.on("POST /users", test::ok(created));
    CHECK(world.run(api).status == OutcomeStatus::done);
    CHECK(world.store.done ==
          std::vector<std::string>{"reserve", "begin", "keep cfk_new", "given back"});
    CHECK(world.store.others);
}

TEST_CASE("without room, or without a record, nothing is sent") {
    for (const char* refused : {"reserve", "begin"}) {
        World world;
        FakeApi api;
        world.store.refused = {refused};
        CHECK(world.run(api).status == OutcomeStatus::failed);
        CHECK(said(world.report.outcomes.front()) == "not sent: the disk is full; make room");
        CHECK(api.log.empty());
    }
}

TEST_CASE("what surely was not done is taken back, as the last thing of a run") {
    World world;
    FakeApi api;
    api.on("POST /users", test::refused(400, 1004));
    CHECK(world.run(api).status == OutcomeStatus::failed);
    CHECK(world.store.done ==
          std::vector<std::string>{"reserve", "begin", "take back", "given back"});
}

TEST_CASE("what may have been done stays on record") {
    World world;
    FakeApi api;
    api.on("POST /users", test::unclear(FaultCategory::lost));
    CHECK(world.run(api).status == OutcomeStatus::uncertain);
    CHECK(world.store.done == std::vector<std::string>{"reserve", "begin", "given back"});
}

TEST_CASE("a key is offered to a store that fails until it is taken") {
    World world;
    FakeApi api;
    api.on("POST /users", test::ok(created));
    world.store.refused = {"keep cfk_new"};
    CHECK(world.run(api).status == OutcomeStatus::partly);
    CHECK(said(world.report.outcomes.front()).contains("its key is lost"));
    CHECK_FALSE(said(world.report.outcomes.front()).contains("cfk_new"));
    CHECK(std::ranges::count(world.store.done, "keep cfk_new") == 10);
}
