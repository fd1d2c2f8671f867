// A tenant of many customers in bad weather: every mishap strikes so and so many of all requests,
// two runs long. A third run in fair weather has to leave it as the manifests want it, and nothing
// may exist or be bought twice.
#pragma once

#include "engine/ledger/ledger.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace tenantry::in_process {

struct Weather {
    std::uint64_t seed = 1; // of everything that is left to chance
    std::size_t customers = 200;
    double share = 0.02; // of all requests, for each mishap
    std::optional<ledger::Location> ledger = {};
};

struct Aftermath {
    std::size_t requests = 0;
    std::size_t struck = 0;
    std::string wrong = {}; // "" when all is well
};

Aftermath weather(const Weather& weather);

} // namespace tenantry::in_process
