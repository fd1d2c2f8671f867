// Every mishap, and a kill, at every request of an apply, with every sort of ledger and lists that
// lag: the next runs bring the tenant to what is wanted, and nothing exists or was bought twice.
//
// TENANTRY_SEED chooses some of the cases; TENANTRY_MATRIX=all tries all of them, which takes some
// minutes.
#include "tests/in_process/trial.hpp"
#include "tests/ledger/databases.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

using namespace tenantry;
using namespace tenantry::in_process;

namespace {

using NewLedger = std::function<std::optional<ledger::Location>()>;

std::optional<ledger::Location> no_ledger() { return std::nullopt; }

std::string seed() {
    const char* const given = std::getenv("TENANTRY_SEED");
    return given == nullptr ? "1" : given;
}

bool tries_all() {
    const char* const given = std::getenv("TENANTRY_MATRIX");
    return given != nullptr && std::string_view(given) == "all";
}

/// One out of each `group`.
bool is_chosen(const std::string& name, std::size_t group) {
    return tries_all() || std::hash<std::string>()(seed() + name) % group == 0;
}

/// What can strike, and one of how many cases is tried where a seed chooses.
struct Trials {
    std::span<const Mishap> strikes = mishaps;
    std::size_t group = 1;
};

void try_requests(const std::string& what, Setting setting, const NewLedger& new_ledger,
                  const Trials& trials, std::size_t& count) {
    setting.ledger = new_ledger();
    const Calm calm = apply_calmly(setting);
    for (const Mishap mishap : trials.strikes) {
        for (std::size_t nth = 1; nth <= calm.requests; ++nth) {
            const std::string name =
                what + ", " + std::string(name_of(mishap)) + " at " + std::to_string(nth);
            if (!is_chosen(name, trials.group)) continue;
            setting.ledger = new_ledger();
            const std::string wrong = disturb(setting, mishap, nth, calm);
            ++count;
            CHECK_MESSAGE(wrong.empty(), what, ": ", wrong);
        }
    }
}

void try_ledger(const std::string& sort, const NewLedger& new_ledger, const Trials& trials) {
    std::size_t count = 0;
    for (const Version version : {Version::first, Version::later}) {
        for (const int lag : {0, 3, 10}) {
            for (const bool quirks : {false, true}) {
                const std::string what =
                    sort + (version == Version::first ? ", first" : ", later") +
                    (quirks ? ", quirks" : "") + ", lag " + std::to_string(lag) + " s";
                try_requests(
                    what, {.version = version, .quirks = quirks, .lag = std::chrono::seconds(lag)},
                    new_ledger, trials, count);
            }
        }
    }
    MESSAGE(sort, ": ", count, " cases, seed ", seed());
    CHECK(count > 0);
}

} // namespace

TEST_SUITE_BEGIN("fault_matrix");

TEST_CASE("mishaps at requests, without a ledger") {
    try_ledger("no ledger", no_ledger, {.strikes = mishaps, .group = 8});
}

TEST_CASE("mishaps at requests, with a ledger in a file") {
    try_ledger("SQLite", ledger::new_file, {.strikes = mishaps, .group = 16});
}

TEST_CASE("mishaps at requests, with a ledger in PostgreSQL") {
    try_ledger("PostgreSQL", ledger::new_room, {.strikes = mishaps, .group = 80});
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("kill_matrix");

TEST_CASE("an apply is killed at requests, without a ledger") {
    try_ledger("no ledger", no_ledger, {.strikes = kills, .group = 8});
}

TEST_CASE("an apply is killed at requests, with a ledger in a file") {
    try_ledger("SQLite", ledger::new_file, {.strikes = kills, .group = 8});
}

TEST_CASE("an apply is killed at requests, with a ledger in PostgreSQL") {
    try_ledger("PostgreSQL", ledger::new_room, {.strikes = kills, .group = 20});
}

TEST_SUITE_END();
