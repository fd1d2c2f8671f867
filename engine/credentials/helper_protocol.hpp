// The docker credential-helper protocol: get, store, erase and list as one word on the command
// line, the rest as JSON on stdin and stdout. What a helper says reaches a message only without
// what could be a secret.
#pragma once

#include "engine/base/program.hpp"
#include "engine/credentials/credentials.hpp"

#include <map>
#include <optional>
#include <string>

namespace tenantry::credentials {

class Helper {
public:
    /// A name that is found on PATH, or an absolute path.
    explicit Helper(std::string program, ProgramLimits limits = {})
        : program_(std::move(program)), limits_(limits) {}

    /// Nothing when it has no entry for the server.
    std::expected<std::optional<StoreEntry>, Trouble> get(const std::string& server) const;
    std::expected<void, Trouble> store(const std::string& server, const StoreEntry& entry) const;
    std::expected<void, Trouble> erase(const std::string& server) const;
    /// The user of each server.
    std::expected<std::map<std::string, std::string>, Trouble> list() const;

    const std::string& program() const { return program_; }

private:
    std::expected<ProgramEnd, Trouble> run(const std::string& verb, const std::string& input,
                                           const ProgramLimits& limits) const;
    Trouble refusal(const std::string& verb, const ProgramEnd& ended,
                    std::string_view secret) const;
    Trouble nonsense(const std::string& verb, const std::string& what) const;

    std::string program_;
    ProgramLimits limits_;
};

} // namespace tenantry::credentials
