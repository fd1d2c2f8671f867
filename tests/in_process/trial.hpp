// One case of the fault matrix: an apply one of whose requests meets a mishap, and the runs after
// it, until the tenant is as the manifests want it.
#pragma once

#include "engine/ledger/ledger.hpp"
#include "tests/in_process/wire.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace tenantry::in_process {

/// Which apply it is: one that makes all there is, or one that changes all of it.
enum class Version : std::uint8_t { first, later };

struct Setting {
    Version version = Version::first;
    bool quirks = false;
    std::chrono::seconds lag{0};                 // of lists
    std::optional<ledger::Location> ledger = {}; // nothing was written to it
};

/// What an undisturbed apply sends and leaves.
struct Calm {
    std::size_t requests = 0;
    std::string live = {};
    std::string done = {};
};
Calm apply_calmly(const Setting& setting);

/// What is wrong when the nth request of the apply meets that; "" when all is well.
std::string disturb(const Setting& setting, Mishap mishap, std::size_t nth, const Calm& calm);

} // namespace tenantry::in_process
