#include "engine/ledger/migrations.hpp"

#include "engine/base/text.hpp"

#include <array>

namespace tenantry::ledger {
namespace {

using Statements = std::vector<std::string_view>;

// SQLite keeps such a table in its key's order, so that the key is not kept twice.
constexpr std::string_view by_key = " WITHOUT ROWID";

// Times are milliseconds since 1970. A lock is alive while its run is (runs.hpp).
constexpr std::string_view runs_table = R"(CREATE TABLE runs (
    id BIGINT NOT NULL PRIMARY KEY, command TEXT NOT NULL, tenant TEXT NOT NULL, api TEXT NOT NULL,
    credential TEXT NOT NULL, version TEXT NOT NULL, who TEXT NOT NULL, host TEXT NOT NULL,
    process TEXT NOT NULL, pipeline TEXT NOT NULL, revision TEXT NOT NULL, began BIGINT NOT NULL,
    heard BIGINT NOT NULL, ended BIGINT, result TEXT NOT NULL))";
constexpr std::string_view calls_table = R"(CREATE TABLE calls (
    run BIGINT NOT NULL, number BIGINT NOT NULL, address TEXT NOT NULL, customer TEXT NOT NULL,
    kind TEXT NOT NULL, call TEXT NOT NULL, makes BIGINT NOT NULL, idempotency_key TEXT NOT NULL,
    began BIGINT NOT NULL, ended BIGINT, fate TEXT NOT NULL, object TEXT NOT NULL,
    status BIGINT NOT NULL, request_id TEXT NOT NULL, fault TEXT NOT NULL,
    PRIMARY KEY (run, number)))";
constexpr std::string_view steps_table = R"(CREATE TABLE steps (
    run BIGINT NOT NULL, number BIGINT NOT NULL, address TEXT NOT NULL, customer TEXT NOT NULL,
    kind TEXT NOT NULL, action TEXT NOT NULL, outcome TEXT NOT NULL, object TEXT NOT NULL,
    ended BIGINT NOT NULL, fields TEXT NOT NULL, fault TEXT NOT NULL, what_to_check TEXT NOT NULL,
    PRIMARY KEY (run, number)))";

constexpr std::string_view agreements_table = R"(CREATE TABLE agreements (
    address TEXT NOT NULL PRIMARY KEY, customer TEXT NOT NULL, kind TEXT NOT NULL,
    object TEXT NOT NULL, source TEXT NOT NULL, at BIGINT NOT NULL, fields TEXT NOT NULL))";
constexpr std::string_view findings_table = R"(CREATE TABLE findings (
    address TEXT NOT NULL, class TEXT NOT NULL, path TEXT NOT NULL, customer TEXT NOT NULL,
    kind TEXT NOT NULL, cause TEXT NOT NULL, since BIGINT NOT NULL, seen BIGINT NOT NULL,
    gone BIGINT, PRIMARY KEY (address, class, path)))";

const std::vector<Statements>& steps() {
    static const std::vector<Statements> all = {
        {"CREATE TABLE whose (tenant TEXT NOT NULL, api TEXT NOT NULL)", runs_table,
         "CREATE TABLE locks (customer TEXT NOT NULL PRIMARY KEY, run BIGINT NOT NULL)",
         calls_table,
         "CREATE INDEX calls_unsettled ON calls (began) WHERE fate IN ('open', 'unclear')",
         "CREATE INDEX calls_made ON calls (ended) WHERE makes = 1", steps_table,
         "CREATE INDEX steps_of_customer ON steps (customer, ended)"},
        {agreements_table, "CREATE INDEX agreements_of_customer ON agreements (customer)",
         findings_table},
    };
    return all;
}

constexpr std::array<std::string_view, 5> keyed_tables = {
    "CREATE TABLE locks", "CREATE TABLE calls", "CREATE TABLE steps", "CREATE TABLE agreements",
    "CREATE TABLE findings"};

std::string statement_for(const Database& database, std::string_view written) {
    std::string sql(written);
    if (!database.is_sqlite()) return sql;
    for (const std::string_view table : keyed_tables)
        if (written.starts_with(table)) sql += by_key;
    return sql;
}

std::int64_t version_of(Database& database) {
    const auto found = database.rows("SELECT number FROM version");
    return found.empty() ? 0 : integer(found[0].at(0));
}

bool has_version(Database& database) {
    const std::string_view sql =
        database.is_sqlite()
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'version'"
            : "SELECT CAST(tablename AS text) FROM pg_tables WHERE tablename = 'version' "
              "AND schemaname = CAST(current_schema() AS text)";
    return !database.rows(sql).empty();
}

void refuse_newer(const Database& database, std::int64_t found) {
    if (found <= static_cast<std::int64_t>(steps().size())) return;
    throw Failure({"the ledger " + in_quotes(database.location().name()) +
                       " was written by a newer tenantry (format " + std::to_string(found) +
                       ", this one knows " + std::to_string(steps().size()) + ")",
                   "use that version, or a newer one"},
                  false);
}

void refuse_others(Database& database, const Whose& whose) {
    const auto found = database.rows("SELECT tenant, api FROM whose");
    if (found.empty()) return;
    const Whose its{.tenant = text(found[0].at(0)), .api = text(found[0].at(1))};
    if (its.tenant == whose.tenant && its.api == whose.api) return;
    throw Failure({"the ledger " + in_quotes(database.location().name()) + " is that of " +
                       (its.tenant.empty() ? "a tenant without a name"
                                           : "the tenant " + in_quotes(its.tenant)) +
                       " at " + its.api + ", and this run is of " +
                       (whose.tenant.empty() ? "one without a name" : in_quotes(whose.tenant)) +
                       " at " + whose.api,
                   "take a ledger for each tenant and API; the name is metadata.name of the "
                   "Tenant document"},
                  false);
}

} // namespace

bool migrate(Database& database, const Whose& whose, bool may_change) {
    const std::int64_t today = static_cast<std::int64_t>(steps().size());
    const std::int64_t before = has_version(database) ? version_of(database) : 0;
    refuse_newer(database, before);
    if (before == 0 && !may_change) return false;
    if (before < today && !may_change) {
        throw Failure(
            {"the ledger " + in_quotes(database.location().name()) + " is of an older format",
             "an apply or a drift makes it that of today"},
            false);
    }
    if (before < today) {
        database.transaction([&] {
            // Two programs may come here at once: who is second finds it done.
            if (!database.is_sqlite())
                database.rows("SELECT CAST(1 AS bigint) FROM pg_advisory_xact_lock(724109)");
            if (!has_version(database)) {
                database.run("CREATE TABLE version (number BIGINT NOT NULL)");
                database.run("INSERT INTO version (number) VALUES (0)");
            }
            const std::int64_t now = version_of(database);
            refuse_newer(database, now);
            for (auto i = static_cast<std::size_t>(now); i < steps().size(); ++i) {
                for (const std::string_view statement : steps()[i])
                    database.run(statement_for(database, statement));
            }
            database.run("UPDATE version SET number = :a", {today});
            if (database.rows("SELECT tenant FROM whose").empty()) {
                database.run("INSERT INTO whose (tenant, api) VALUES (:a, :b)",
                             {whose.tenant, whose.api});
            }
        });
    }
    refuse_others(database, whose);
    return true;
}

} // namespace tenantry::ledger
