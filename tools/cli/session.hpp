// One run against the API: the connection, signals and progress around the work. The first Ctrl-C
// or SIGTERM lets what is under way finish; the second leaves at once.
#pragma once

#include "engine/credentials/credentials.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/plan.hpp"
#include "engine/planner/planner.hpp"
#include "engine/reader/reader.hpp"
#include "tools/cli/arguments.hpp"
#include "tools/cli/configuration.hpp"
#include "tools/cli/exit_code.hpp"
#include "tools/cli/progress.hpp"
#include "tools/cli/terminal.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace tenantry::cli {

/// The manifests and what is live, with the plan between them: what plan, apply and drift begin
/// with.
struct Planned {
    manifest::Loaded loaded = {};
    Selection selection = {}; // resolved
    Matched live = {};
    Plan plan = {};
    Diagnostics diagnostics = {}; // found while planning
};

class Session {
public:
    Session(const Arguments& arguments, const KindTable& kinds, const Terminal& terminal,
            Environment environment);

    /// Loads the manifests and resolves the selection, offline.
    std::expected<std::unique_ptr<Planned>, ExitCode> load_only();

    /// Loads, reads and plans; what keeps it from that is printed already. With --outputs only what
    /// is listed.
    std::expected<std::unique_ptr<Planned>, ExitCode> plan();

    /// The plan of a file, made anew against the live state: what moved is refused in it.
    std::expected<std::unique_ptr<Planned>, ExitCode> plan_again(const std::string& file);

    /// The plan of a file as it was when it was made; nothing is read but the file.
    std::expected<std::unique_ptr<Planned>, ExitCode> replay(const std::string& file);

    /// Writes the plan to a file; the SHA-256 of what was written.
    std::expected<std::string, ExitCode> save(const Planned& planned, const std::string& file);

    /// Carries out the plan, once, after plan() or plan_again().
    Report apply(const Planned& planned);

    /// What the credential is, sees and may do; needs no manifests.
    std::expected<Health, ExitCode> examine();

    /// Ends a run that cannot begin for one reason.
    ExitCode refuse(const std::string& summary, const std::string& hint, ExitCode code);

private:
    /// Runs one piece of work to its end, with signals and progress beside it.
    void run(boost::asio::awaitable<void> work);
    /// Lets a connection tell what goes over it; a lane's of a service user, or the tenant's.
    /// Where the address of the API is written that a sentence finds fault with, or "".
    std::string hint_of_url(const std::string& why) const;
    void listen(http::Settings& settings, bool lane);
    boost::asio::awaitable<void> watch(boost::asio::signal_set& signals);
    /// Reads --config, before anything that it may say something about.
    std::expected<void, ExitCode> configure();
    std::expected<void, ExitCode> connect();
    std::expected<planner::SavedPlan, ExitCode> read_saved(const std::string& file);
    /// Loads a saved plan's manifests and plans from the live state that it holds.
    std::expected<std::unique_ptr<Planned>, ExitCode> replay(const planner::SavedPlan& saved);
    std::expected<void, ExitCode> begin();
    /// Looks up the keys of service users; what is wrong with them ends the run before it sends.
    std::expected<void, ExitCode> open_lanes(const Planned& planned);
    /// The store and the users in it, for the doctor.
    std::vector<Check> examine_store();
    ExitCode refuse_without_store(const Planned& planned,
                                  const std::vector<const Resource*>& users);
    std::expected<Matched, ExitCode> read(const Planned& planned);
    std::expected<planner::TenantIdentity, ExitCode> identify();
    void say(const Planned& planned) const;
    /// Ends a run for what the API answered, outside any step.
    ExitCode refuse(const Fault& fault);
    /// Ends a run that cannot begin: prints why, in every form that --output asks for.
    ExitCode end(const Diagnostics& diagnostics, const Sources& sources, ExitCode code);

    const Arguments& arguments_;
    const KindTable& kinds_;
    const Terminal& terminal_;
    Environment environment_;
    OperatorFile operator_;
    std::unique_ptr<credentials::KeyStore> keys_; // outlives the work in context_ that uses it
    boost::asio::io_context context_;
    Progress progress_;
    std::unique_ptr<http::Api> api_; // the tenant's identity
    std::unique_ptr<http::Lanes> lanes_;
    std::map<std::string, std::string, std::less<>> unusable_; // service users: see ReadOptions
    doctor::Patient patient_;
    std::size_t parallelism_ = 8;
    std::string self_; // the credential's e-mail
    std::string api_url_;
    std::string credential_; // where it is written, for people
    std::chrono::milliseconds look_again_{1000};
    std::chrono::milliseconds patience_{0};
    std::stop_source stop_;
    bool writing_ = false;
};

/// The document for --json with what every command has: errors, exit code, and `members`.
Json result_document(const Arguments& arguments, const Diagnostics& diagnostics,
                     const Sources& sources, ExitCode code);

} // namespace tenantry::cli
