// A tenant at the simulator, what its manifests want, and runs of apply on it: read, plan, hold the
// plan against the ledger, carry it out. The order is that of tools/cli/apply.cpp, the parts are
// the engine's, and between them and the simulator lies a Wire.
#pragma once

#include "engine/executor/executor.hpp"
#include "engine/ledger/ledger.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/model/plan.hpp"
#include "tests/in_process/wire.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tenantry::in_process {

/// How one run ended.
struct Ran {
    std::string stopped = {};  // why there was no plan, or why all of it was left undone
    std::size_t requests = 0;  // of the API
    std::string problems = {}; // what was not done of the plan and why, a line each
};

class Tenant {
public:
    /// `parallelism`: steps and connections at once.
    Tenant(simulator::Settings settings, std::size_t parallelism);

    /// From now on these documents are wanted.
    void want(const std::string& documents);
    /// Runs that follow share this ledger.
    void remember_in(ledger::Location ledger) { ledger_ = std::move(ledger); }
    bool remembers() const { return ledger_.has_value(); }
    /// Never sends faster than the API allows, as the program does.
    void keep_pace() { paced_ = true; }

    /// Also where it is killed on the way.
    Ran apply();
    /// What a plan has still to do, and what is wrong with it; "" when all is as wanted. Without a
    /// look into the ledger.
    std::string left_to_do();

    /// Who is there with what, and what was bought, at the simulator: text to compare.
    std::string live();
    /// Who was invited and what was paid, each with how often.
    std::string done();
    /// What nobody may ever find.
    std::string twice();

    /// The id of the account of that name.
    std::string account(std::string_view name);

    Wire& wire() { return wire_; }

private:
    Ran apply_to_the_end();

    Wire wire_;
    std::size_t parallelism_;
    bool paced_ = false;
    std::optional<manifest::Loaded> wanted_ = {};
    std::optional<ledger::Location> ledger_ = {};
};

} // namespace tenantry::in_process
