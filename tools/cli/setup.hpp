// What a run has before it talks to anybody: flags, the configuration and the environment, and what
// they come to: settings, credentials and stores. It lives as long as the command, so that what is
// opened here outlives the connection; the network is not touched.
#pragma once

#include "engine/credentials/credentials.hpp"
#include "engine/model/kind.hpp"
#include "tools/cli/arguments.hpp"
#include "tools/cli/configuration.hpp"
#include "tools/cli/environment.hpp"
#include "tools/cli/json_lines.hpp"
#include "tools/cli/refusal.hpp"
#include "tools/cli/settings.hpp"
#include "tools/cli/terminal.hpp"

#include <chrono>
#include <expected>
#include <memory>
#include <string>

namespace tenantry::cli {

/// What it takes to connect.
struct Access {
    http::Settings settings = {};
    Terms terms = {};
};

class Setup {
public:
    /// All of them outlive it.
    Setup(const Arguments& arguments, const KindTable& kinds, const Terminal& terminal,
          const Environment& environment);

    const Arguments& arguments() const { return arguments_; }
    const KindTable& kinds() const { return kinds_; }
    const Terminal& terminal() const { return terminal_; }
    std::chrono::steady_clock::time_point began() const { return began_; }
    /// What manifests may read: nothing before configure().
    const manifest::Variables& variables() const { return configuration_.variables; }

    /// Reads --config, before anything that it may say something about.
    std::expected<void, Refusal> configure();

    /// The settings of a connection. Warns of a credential that is given and not used.
    std::expected<Access, Refusal> access() const;
    const Environment& environment() const { return environment_; }
    /// The address of the API, for which no credential is needed.
    std::expected<std::string, Refusal> api_url() const;
    /// Where --ledger, or else the configuration, says that the ledger is; "" for neither.
    std::string ledger_written() const;
    /// Where the base URL is written that a sentence finds fault with, or "".
    std::string hint_of_url(const std::string& why) const;

    /// Opens the store for keys of service users; null when the configuration names none.
    credentials::KeyStore* open_store(const std::string& api_url);
    /// What was opened, or null.
    credentials::KeyStore* store() const { return store_.get(); }

    /// Begins what is told a line at a time, where --output wants it; nothing is written before the
    /// first line.
    void begin_lines();
    /// What was begun, or null.
    JsonLines* lines() const { return lines_.get(); }

private:
    const Arguments& arguments_;
    const KindTable& kinds_;
    const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    const Terminal& terminal_;
    const Environment& environment_;
    OperatorFile configuration_ = {};
    std::unique_ptr<credentials::KeyStore> store_ = {};
    std::unique_ptr<JsonLines> lines_ = {};
};

} // namespace tenantry::cli
