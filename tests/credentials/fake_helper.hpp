// A docker credential helper as a shell script: it keeps entries as files, records what it was
// started with, and misbehaves when asked to.
#pragma once

#include "engine/credentials/helper_protocol.hpp"
#include "tests/support/workspace.hpp"

#include <chrono>
#include <string>

namespace tenantry::credentials {

class FakeHelper {
public:
    FakeHelper();

    std::string path() const { return workspace_.path_of("docker-credential-fake"); }
    /// Shell code that runs before the helper looks at its verb, as "exit 3".
    void misbehave(const std::string& code) const { workspace_.write("misbehaviour", code + "\n"); }
    void behave() const { misbehave(":"); }
    void put(const std::string& server, const std::string& user, const std::string& secret) const;

    /// All command lines and environments it was started with.
    std::string seen() const;
    /// How often it was started with this verb.
    int times(const std::string& verb) const;
    const whole::Workspace& workspace() const { return workspace_; }

    /// With little patience.
    Helper helper(std::chrono::milliseconds time = std::chrono::seconds(20)) const {
        return Helper(path(), {.time = time, .grace = std::chrono::milliseconds(100)});
    }

private:
    whole::Workspace workspace_;
};

} // namespace tenantry::credentials
