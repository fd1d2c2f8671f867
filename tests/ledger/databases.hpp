// Ledgers to try: a file, and a room in a PostgreSQL cluster of the tests' own, which begins with
// the first that asks and ends with the program.
#pragma once

#include "engine/ledger/ledger.hpp"

#include <string>
#include <vector>

namespace tenantry::ledger {

/// Where nothing was ever written to: a file, and a room in the cluster.
Location new_file();
Location new_room();

/// One of each sort that this machine can have.
struct Place {
    std::string sort = {}; // "SQLite", "PostgreSQL"
    Location location = {};
};
std::vector<Place> new_places();

inline const Whose whose{.tenant = "example", .api = "https://api.example/client/v4"};

/// Opens, and fails the test where it cannot.
std::unique_ptr<Ledger> open_ledger(const Location& location, Clock clock = {});

/// Stops and starts the cluster's server.
void restart_postgresql();
void stop_postgresql();
void start_postgresql();

} // namespace tenantry::ledger
