#include "engine/ledger/runs.hpp"

#include "engine/ledger/process.hpp"

#include <algorithm>

namespace tenantry::ledger {
namespace {

constexpr std::string_view columns =
    "id, command, tenant, api, credential, version, who, host, process, pipeline, revision, began, "
    "heard, ended, result, "
    "(SELECT count(*) FROM steps WHERE steps.run = runs.id), "
    "(SELECT count(*) FROM steps WHERE steps.run = runs.id AND steps.outcome = 'done')";

RunRecord run_in(const Row& row) {
    RunRecord run;
    run.id = integer(row.at(0));
    run.head = {.command = text(row.at(1)),
                .tenant = text(row.at(2)),
                .api = text(row.at(3)),
                .credential = text(row.at(4)),
                .version = text(row.at(5)),
                .who = {.user = text(row.at(6)),
                        .host = text(row.at(7)),
                        .process = text(row.at(8)),
                        .pipeline = text(row.at(9)),
                        .revision = text(row.at(10))}};
    run.began = time_of(row.at(11));
    run.heard = time_of(row.at(12));
    if (!std::holds_alternative<std::monostate>(row.at(13))) run.ended = time_of(row.at(13));
    run.result = text(row.at(14));
    run.steps = integer(row.at(15));
    run.done = integer(row.at(16));
    return run;
}

std::vector<RunRecord> runs_where(Database& database, std::string_view condition,
                                  const std::vector<Value>& values) {
    std::vector<RunRecord> runs;
    // Chosen first, then counted: to count the steps of all runs for the last few would be dear.
    const std::string sql = "SELECT " + std::string(columns) + " FROM (SELECT * FROM runs " +
                            std::string(condition) + ") AS runs ORDER BY began DESC, id DESC";
    for (const Row& row : database.rows(sql, values))
        runs.push_back(run_in(row));
    return runs;
}

/// Takes a customer whose lock nobody else has, or one that is dead has; who holds it otherwise.
std::optional<RunRecord> take(Database& database, RunId run, const std::string& customer,
                              const Who& here, Time now) {
    const bool added = database.run("INSERT INTO locks (customer, run) VALUES (:a, :b) "
                                    "ON CONFLICT (customer) DO NOTHING",
                                    {customer, run}) == 1;
    if (added) return std::nullopt;
    auto held = holder_of(database, customer);
    if (!held) {
        // Its run is gone: nobody's, or another has taken it this moment.
        const bool taken = database.run("UPDATE locks SET run = :a WHERE customer = :b AND run NOT "
                                        "IN (SELECT id FROM runs)",
                                        {run, customer}) == 1;
        if (taken) return std::nullopt;
        held = holder_of(database, customer);
        if (!held) return std::nullopt;
    }
    if (held->run.id == run) return std::nullopt;
    if (is_alive(held->run, here, now)) return std::move(held->run);
    const bool moved = database.run("UPDATE locks SET run = :a WHERE customer = :b AND run = :c",
                                    {run, customer, held->run.id}) == 1;
    if (moved) return std::nullopt;
    held = holder_of(database, customer);
    return held ? std::move(held->run) : RunRecord{};
}

} // namespace

void add_run(Database& database, RunId run, const RunHead& head, Time now) {
    const Who& who = head.who;
    database.run("INSERT INTO runs (id, command, tenant, api, credential, version, who, host, "
                 "process, pipeline, revision, began, heard, ended, result) VALUES "
                 "(:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l, :m, NULL, 'running') "
                 "ON CONFLICT (id) DO NOTHING",
                 {run, head.command, head.tenant, head.api, head.credential, head.version, who.user,
                  who.host, who.process, who.pipeline, who.revision, stamp(now), stamp(now)});
}

void hear_run(Database& database, RunId run, Time now) {
    database.run("UPDATE runs SET heard = :a WHERE id = :b", {stamp(now), run});
}

void end_run(Database& database, RunId run, std::string_view result, Time now) {
    database.run("UPDATE runs SET heard = :a, ended = :b, result = :c WHERE id = :d",
                 {stamp(now), stamp(now), std::string(result), run});
    database.run("DELETE FROM locks WHERE run = :a", {run});
}

bool is_alive(const RunRecord& run, const Who& here, Time now) {
    if (run.ended) return false;
    if (const auto seen = still_runs(run.head.who, here)) return *seen;
    return now - run.heard < lease;
}

std::vector<Holder> lock(Database& database, RunId run, std::vector<std::string> customers,
                         const Who& here, Time now) {
    // Two runs that take the same in different orders would wait for each other.
    std::ranges::sort(customers);
    std::vector<Holder> held;
    for (const std::string& customer : customers) {
        if (auto other = take(database, run, customer, here, now))
            held.push_back({.customer = customer, .run = std::move(*other)});
    }
    return held;
}

void unlock(Database& database, RunId run, std::span<const std::string> customers) {
    for (const std::string& customer : customers) {
        database.run("DELETE FROM locks WHERE customer = :a AND run = :b", {customer, run});
    }
}

std::optional<Holder> holder_of(Database& database, const std::string& customer) {
    auto runs =
        runs_where(database, "WHERE id = (SELECT run FROM locks WHERE customer = :a)", {customer});
    if (runs.empty()) return std::nullopt;
    return Holder{.customer = customer, .run = std::move(runs.front())};
}

bool holds(Database& database, RunId run, const std::string& customer) {
    return !database.rows("SELECT run FROM locks WHERE customer = :a AND run = :b", {customer, run})
                .empty();
}

std::vector<RunRecord> runs_since(Database& database, Time since, std::size_t most) {
    auto runs = runs_where(database, "WHERE began >= :a ORDER BY began DESC, id DESC LIMIT :b",
                           {stamp(since), static_cast<std::int64_t>(most)});
    std::ranges::reverse(runs);
    return runs;
}

std::optional<RunRecord> run_of(Database& database, RunId run) {
    auto runs = runs_where(database, "WHERE id = :a", {run});
    if (runs.empty()) return std::nullopt;
    return std::move(runs.front());
}

} // namespace tenantry::ledger
