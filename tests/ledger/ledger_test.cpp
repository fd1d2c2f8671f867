// The record in both databases: what is written is read, by this run and by the next.
#include "tests/ledger/databases.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <array>
#include <fstream>
#include <latch>
#include <thread>

namespace tenantry::ledger {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Who here{.user = "ops", .host = "here 1", .process = "1 2"};
const Who elsewhere{.user = "ops", .host = "there 2", .process = "1 2", .pipeline = "https://ci/7"};

Time at(std::int64_t second) { return Time(seconds(second)); }

RunHead head_of(const Who& who) {
    return {.command = "apply",
            .tenant = "example",
            .api = "https://api",
            .credential = "partner",
            .version = "1",
            .who = who};
}

CallRecord intent(RunId run, std::int64_t number, Time began) {
    return {.run = run,
            .number = number,
            .address = "acme/Acme GmbH",
            .customer = "acme",
            .kind = "account",
            .call = "POST /accounts",
            .makes = true,
            .key = "key",
            .began = began};
}

template<typename Result>
Result asked(Ledger& ledger, const std::function<Result(Database&)>& work) {
    auto answer = ledger.change<Result>(work);
    REQUIRE_MESSAGE(answer.has_value(), (answer ? "" : answer.error().message));
    return std::move(*answer);
}

void written(Ledger& ledger, const std::function<void(Database&)>& work) {
    const auto done = ledger.write(work);
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().message));
}

std::vector<Holder> locked(Ledger& ledger, RunId run, std::vector<std::string> customers,
                           const Who& who, Time now) {
    return asked<std::vector<Holder>>(
        ledger, [&](Database& database) { return lock(database, run, customers, who, now); });
}

TEST_CASE("many that come first to a ledger at the same moment all open it") {
    constexpr std::size_t runs = 8;
    for (int round = 0; round < 40; ++round) {
        const Location location = new_file();
        std::array<std::string, runs> troubles;
        std::latch together(runs);
        {
            std::vector<std::jthread> threads;
            for (std::string& trouble : troubles)
                threads.emplace_back([&] {
                    together.arrive_and_wait();
                    const auto opened = Ledger::open(location, whose, Access::create);
                    if (!opened) trouble = opened.error().message;
                });
        }
        for (const std::string& trouble : troubles)
            CHECK(trouble == "");
    }
}

TEST_CASE("what a run wrote is there for the next") {
    for (const Place& place : new_places()) {
        CAPTURE(place.sort);
        {
            const auto ledger = open_ledger(place.location);
            written(*ledger, [](Database& database) {
                add_run(database, 7, head_of(here), at(100));
                add_call(database, intent(7, 1, at(101)));
                CallRecord update = intent(7, 2, at(102));
                update.makes = false;
                update.fate = Fate::done;
                update.ended = at(102);
                add_call(database, update);
                add_step(database,
                         {.run = 7,
                          .number = 3,
                          .address = "acme/Acme GmbH",
                          .customer = "acme",
                          .outcome = "done",
                          .ended = at(103),
                          .fields = parse_json(R"([{"path":"name","before":null}])").value()});
            });
        }
        const auto ledger = open_ledger(place.location);
        const auto fresh = asked<std::vector<CallRecord>>(
            *ledger, [](Database& database) { return fresh_calls(database, at(0)); });
        REQUIRE(fresh.size() == 1);
        CHECK(fresh[0].fate == Fate::open);
        CHECK(fresh[0].began == at(101));
        CHECK_FALSE(fresh[0].ended.has_value());
        CHECK(fresh[0].key == "key");
        written(*ledger, [&](Database& database) {
            CallRecord done = fresh[0];
            done.fate = Fate::done;
            done.ended = at(110);
            done.object = "id1";
            settle_call(database, done);
        });
        const auto since = [&](std::int64_t second) {
            return asked<std::vector<CallRecord>>(
                *ledger, [&](Database& database) { return fresh_calls(database, at(second)); });
        };
        CHECK(since(110).size() == 1);
        CHECK(since(111).empty());
        const auto run = asked<std::optional<RunRecord>>(
            *ledger, [](Database& database) { return run_of(database, 7); });
        REQUIRE(run);
        CHECK(run->steps == 1);
        CHECK(run->done == 1);
        CHECK(run->head.credential == "partner");
        const auto steps = asked<std::vector<StepRecord>>(*ledger, [](Database& database) {
            return steps_of(database, {.customer = "acme", .address = "acme/*", .since = at(103)});
        });
        REQUIRE(steps.size() == 1);
        CHECK(to_text(steps[0].fields) == R"([{"path":"name","before":null}])");
    }
}

TEST_CASE("a customer belongs to one run, until that has ended or was not heard for the lease") {
    for (const Place& place : new_places()) {
        CAPTURE(place.sort);
        const auto ledger = open_ledger(place.location);
        written(*ledger, [](Database& database) {
            add_run(database, 1, head_of(elsewhere), at(0));
            add_run(database, 2, head_of(here), at(0));
        });
        CHECK(locked(*ledger, 1, {"b", "a"}, elsewhere, at(0)).empty());
        CHECK(locked(*ledger, 1, {"a"}, elsewhere, at(0)).empty()); // its own
        const auto held = locked(*ledger, 2, {"c", "a"}, here, at(10));
        REQUIRE(held.size() == 1);
        CHECK(held[0].customer == "a");
        CHECK(held[0].run.head.who.pipeline == "https://ci/7");
        // Heard of again, it holds; not heard for the lease, it holds nothing.
        written(*ledger, [](Database& database) { hear_run(database, 1, at(80)); });
        CHECK(locked(*ledger, 2, {"a"}, here, at(100)).size() == 1);
        CHECK(locked(*ledger, 2, {"a"}, here, at(80) + lease).empty());
        written(*ledger, [](Database& database) { hear_run(database, 2, at(80) + lease); });
        CHECK(locked(*ledger, 1, {"a"}, elsewhere, at(80) + lease).size() == 1);
        // What has ended is free at once.
        written(*ledger, [](Database& database) { end_run(database, 2, "done", at(200)); });
        CHECK(locked(*ledger, 1, {"a", "c"}, elsewhere, at(201)).empty());
    }
}

TEST_CASE(
    "a process of this host holds what it has for as long as it lives, whatever the clock says") {
    const auto me = who_runs([](std::string_view) { return std::string(); });
    RunRecord run{.head = head_of(me), .heard = at(0)};
    CHECK(is_alive(run, me, at(1'000'000)));
    run.head.who.process = "999999999 1";
    CHECK_FALSE(is_alive(run, me, at(1)));
    run.ended = at(1);
    run.head.who.process = me.process;
    CHECK_FALSE(is_alive(run, me, at(1)));
    // The number of a process is given to others after it.
    run.ended.reset();
    run.head.who.process = me.process + "1";
    CHECK_FALSE(is_alive(run, me, at(1)));
}

TEST_CASE("findings stand since the earliest drift that found them, and what both had is kept") {
    for (const Place& place : new_places()) {
        CAPTURE(place.sort);
        const auto ledger = open_ledger(place.location);
        const auto note = [&](Time since, std::optional<Time> gone) {
            written(*ledger, [&](Database& database) {
                note_finding(database, {.address = "acme/Acme/zone/é",
                                        .finding_class = "different",
                                        .path = "ssl",
                                        .customer = "acme",
                                        .kind = "zone",
                                        .cause = "live",
                                        .since = since,
                                        .seen = since,
                                        .gone = gone});
            });
        };
        const auto standing = [&] {
            return asked<std::vector<FindingRecord>>(*ledger, standing_findings);
        };
        note(at(20), {});
        note(at(10), {}); // two drifts side by side
        note(at(30), {});
        REQUIRE(standing().size() == 1);
        CHECK(standing()[0].since == at(10));
        CHECK(standing()[0].seen == at(30));
        CHECK(standing()[0].cause == "live");
        note(at(10), at(40));
        CHECK(standing().empty());
        note(at(50), {}); // it is back
        REQUIRE(standing().size() == 1);
        CHECK(standing()[0].since == at(50));

        const AgreementRecord one{.address = "acme/Acme",
                                  .customer = "acme",
                                  .kind = "account",
                                  .object = "a1",
                                  .source = "manifests/acme.yaml",
                                  .at = at(1),
                                  .fields = Json::object({{"type", "standard"}})};
        AgreementRecord other = one;
        other.address = "globex/Globex";
        other.customer = "globex";
        written(*ledger, [&](Database& database) {
            agree(database, other);
            agree(database, one);
            other.at = at(2);
            agree(database, other);
        });
        const auto agreements = [&](const std::vector<std::string>& customers) {
            return asked<std::vector<AgreementRecord>>(
                *ledger, [&](Database& database) { return agreements_of(database, customers); });
        };
        CHECK(agreements({}) == std::vector{one, other});
        CHECK(agreements({"globex"}) == std::vector{other});
        written(*ledger, [&](Database& database) { note_departure(database, "acme/Acme"); });
        AgreementRecord left = one;
        left.source.clear();
        CHECK(agreements({}) == std::vector{left, other});

        CHECK_FALSE(asked<std::optional<Time>>(*ledger, last_drift));
        written(*ledger, [&](Database& database) {
            for (const RunId run : {1, 2, 3}) {
                RunHead head = head_of(here);
                head.command = run == 3 ? "apply" : "drift";
                add_run(database, run, head, at(run));
                end_run(database, run, "done", at(run + 10));
            }
        });
        CHECK(asked<std::optional<Time>>(*ledger, last_drift) == at(2));
    }
}

TEST_CASE("old runs go with all that they hold, but not what nobody knows the end of") {
    for (const Place& place : new_places()) {
        CAPTURE(place.sort);
        const auto ledger = open_ledger(place.location);
        written(*ledger, [](Database& database) {
            for (const RunId run : {1, 2, 3}) {
                add_run(database, run, head_of(here), at(run));
                add_step(database,
                         {.run = run, .address = "acme", .customer = "acme", .ended = at(run)});
            }
            end_run(database, 1, "done", at(10));
            end_run(database, 2, "partly", at(10));
            add_call(database, intent(2, 1, at(2)));
        });
        const auto gone = asked<std::int64_t>(
            *ledger, [](Database& database) { return prune(database, at(50)); });
        CHECK(gone == 2); // 3 was killed
        const auto left = asked<std::vector<RunRecord>>(
            *ledger, [](Database& database) { return runs_since(database, at(0), 10); });
        REQUIRE(left.size() == 1);
        CHECK(left[0].id == 2);
    }
}

TEST_CASE("a lock whose run is gone is nobody's") {
    for (const Place& place : new_places()) {
        CAPTURE(place.sort);
        const auto ledger = open_ledger(place.location);
        written(*ledger, [](Database& database) { add_run(database, 1, head_of(here), at(0)); });
        CHECK(locked(*ledger, 1, {"a"}, here, at(0)).empty());
        written(*ledger, [](Database& database) { database.run("DELETE FROM runs"); });
        written(*ledger, [](Database& database) { add_run(database, 2, head_of(here), at(0)); });
        CHECK(locked(*ledger, 2, {"a"}, here, at(0)).empty());
        CHECK(asked<bool>(*ledger, [](Database& database) { return holds(database, 2, "a"); }));
        // With a run that is pruned its locks go.
        written(*ledger, [](Database& database) { prune(database, at(10)); });
        CHECK_FALSE(
            asked<bool>(*ledger, [](Database& database) { return holds(database, 2, "a"); }));
    }
}

TEST_CASE("the record of a time holds what was begun then and has no end") {
    const auto ledger = open_ledger(new_places().front().location);
    written(*ledger, [](Database& database) {
        add_run(database, 7, head_of(here), at(100));
        add_call(database, intent(7, 1, at(101)));
    });
    const auto since = [&](std::int64_t second) {
        return asked<std::vector<CallRecord>>(*ledger, [&](Database& database) {
            return calls_of(database, {.customer = "acme", .since = at(second)});
        });
    };
    CHECK(since(101).size() == 1);
    CHECK(since(102).empty());
}

TEST_CASE("a ledger of tomorrow, or of another tenant, is left alone") {
    for (const Place& place : new_places()) {
        CAPTURE(place.sort);
        written(*open_ledger(place.location),
                [](Database& database) { database.run("UPDATE version SET number = 99"); });
        auto opened = Ledger::open(place.location, whose, Access::create);
        REQUIRE_FALSE(opened);
        CHECK(opened.error().message.find("newer tenantry (format 99") != std::string::npos);
    }
    for (const Place& place : new_places()) {
        CAPTURE(place.sort);
        open_ledger(place.location);
        auto opened =
            Ledger::open(place.location, {.tenant = "other", .api = whose.api}, Access::create);
        REQUIRE_FALSE(opened);
        CHECK(opened.error().message.find("\"example\"") != std::string::npos);
    }
}

TEST_CASE("a file is its owner's alone, and what is no ledger is told as such") {
    const Location location = new_places().front().location;
    const auto none = Ledger::open(location, whose, Access::read);
    REQUIRE(none);
    CHECK(*none == nullptr);
    open_ledger(location);
    struct ::stat seen{};
    REQUIRE(::stat(location.file.c_str(), &seen) == 0);
    CHECK((seen.st_mode & 0777U) == 0600U);
    const Location other{.file = location.file + ".other"};
    std::ofstream(other.file) << std::string(10'000, 'x');
    const auto opened = Ledger::open(other, whose, Access::create);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().message.find("not a database") != std::string::npos);
    CHECK(opened.error().hint.find("move the file away") == 0);
}

TEST_CASE("a database that was restarted is found again, and one that is gone is told") {
    const Location location = new_places().back().location;
    const auto ledger = open_ledger(location);
    restart_postgresql();
    written(*ledger, [](Database& database) { add_run(database, 1, head_of(here), at(0)); });
    stop_postgresql();
    const auto done = ledger->write([](Database& database) { hear_run(database, 1, at(1)); });
    start_postgresql();
    REQUIRE_FALSE(done);
    MESSAGE(done.error().message);
    CHECK(done.error().hint.find("see that the database is up") == 0);
    written(*ledger, [](Database& database) { hear_run(database, 1, at(2)); });
}

} // namespace
} // namespace tenantry::ledger
