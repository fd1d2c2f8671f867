#include "tests/ledger/databases.hpp"

#include "tests/support/postgresql_cluster.hpp"

#include <doctest/doctest.h>

namespace tenantry::ledger {
namespace {

const std::string& folder() {
    static const test::TemporaryFolder one;
    return one.path();
}

test::PostgresqlCluster& cluster() {
    static test::PostgresqlCluster one;
    return one;
}

std::string new_name() {
    static int count = 0;
    return "ledger" + std::to_string(++count);
}

} // namespace

Location new_file() { return {.file = folder() + "/" + new_name() + ".sqlite"}; }
Location new_room() { return {.url = cluster().url(), .room = new_name()}; }

std::vector<Place> new_places() { return {{"SQLite", new_file()}, {"PostgreSQL", new_room()}}; }

std::unique_ptr<Ledger> open_ledger(const Location& location, Clock clock) {
    auto opened = Ledger::open(location, whose, Access::create, std::move(clock));
    REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().message));
    return std::move(*opened);
}

void restart_postgresql() {
    cluster().stop();
    cluster().start();
}
void stop_postgresql() { cluster().stop(); }
void start_postgresql() { cluster().start(); }

} // namespace tenantry::ledger
