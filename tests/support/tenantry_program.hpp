// tenantry as a pipeline runs it in a workspace against a simulator. Every run is held to what
// holds always: an exit code of the contract, no credential printed, nothing that drives a
// terminal, and with --json one document on stdout.
#pragma once

#include "tests/support/child_program.hpp"
#include "tests/support/simulator_program.hpp"
#include "tests/support/workspace.hpp"

#include <memory>
#include <string>

namespace tenantry::whole {

/// Exit codes of the contract that the tests name.
struct Exit {
    static constexpr int done = 0;
    static constexpr int error = 1;
    static constexpr int differences = 2;
    static constexpr int partly = 3;
    static constexpr int guarded = 4;
    static constexpr int stale = 5;
    static constexpr int no_credential = 7;
    static constexpr int usage = 64;
    static constexpr int interrupted = 130;
};

class Tenantry {
public:
    /// With the token of the simulator, and with a configuration that hardly waits.
    Tenantry(const Simulator& simulator, const Workspace& workspace);

    /// Runs it in the workspace to its end.
    Ended run(const Words& arguments) const;
    Ended apply(const Words& more = {}) const;
    /// plan --json, which must succeed.
    Json plan(const Words& more = {}) const;
    /// drift --json, which must succeed.
    Json drift(const Words& more = {}) const;
    bool has_nothing_to_do(const Words& more = {}) const;

    std::unique_ptr<Program> start(const Words& arguments) const;
    /// Holds a run to what holds always. Ended by a signal is a breach too.
    void check(const Words& arguments, const Ended& ended) const;

    /// All that it sees of the environment; a test may change it.
    Environment environment = {};
    /// With e-mail and key in place of the token, which creates no users (API reference, section
    /// 5).
    void use_key(const Simulator& simulator);
    /// Without the configuration: as careful and as slow as users have it.
    void unhurried() { environment.erase("TENANTRY_CONFIG"); }

private:
    std::string directory_;
    Words secrets_;
};

} // namespace tenantry::whole
