// A tenant in bad weather, with seeds from TENANTRY_SEED on; tools/bench/chaos goes through others
// for as long as it is told.
#include "tests/in_process/chaos.hpp"
#include "tests/ledger/databases.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

using namespace tenantry;
using namespace tenantry::in_process;

namespace {

std::uint64_t number_in(const char* variable, std::uint64_t otherwise) {
    const char* const given = std::getenv(variable);
    return given == nullptr ? otherwise : std::stoull(given);
}

void survives(std::uint64_t seed, std::optional<ledger::Location> ledger, std::string_view sort) {
    const Aftermath aftermath = weather({.seed = seed, .ledger = std::move(ledger)});
    MESSAGE("seed ", seed, ", ", sort, ": ", aftermath.requests, " requests, ", aftermath.struck,
            " struck");
    CHECK_MESSAGE(aftermath.wrong.empty(), "seed ", seed, ", ", sort, ": ", aftermath.wrong);
    CHECK(aftermath.struck > 100);
}

} // namespace

TEST_SUITE_BEGIN("chaos");

TEST_CASE("two runs in bad weather and one in fair leave a tenant as it is wanted") {
    const std::uint64_t first = number_in("TENANTRY_SEED", 1);
    const std::uint64_t count = number_in("TENANTRY_SEEDS", 2);
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        survives(seed, std::nullopt, "no ledger");
        survives(seed, ledger::new_file(), "SQLite");
    }
}

TEST_SUITE_END();
