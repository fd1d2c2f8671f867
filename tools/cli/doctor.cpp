#include "engine/doctor/doctor.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/connection.hpp"
#include "tools/cli/perform.hpp"
#include "tools/cli/service_user_lanes.hpp"

namespace tenantry::cli {
namespace {

/// What the credential is, sees and may do; it needs no manifests.
struct Doctor {
    static std::expected<std::unique_ptr<Connection>, Refusal> load(Setup& setup) {
        if (auto configured = setup.configure(); !configured)
            return std::unexpected(std::move(configured.error()));
        return Connection::open(setup);
    }

    static std::expected<Health, Refusal> run(Setup& setup,
                                              const std::unique_ptr<Connection>& connection) {
        Health health;
        const auto look = [&]() -> boost::asio::awaitable<void> {
            connection->progress().reading();
            health = co_await doctor::examine(connection->api(), setup.kinds(),
                                              connection->terms().patient);
        };
        connection->run(look());
        if (health.result != Health::Result::usable) return health;
        const std::vector<Check> store = examine_store(setup, *connection);
        health.checks.insert(health.checks.end(), store.begin(), store.end());
        return health;
    }

    static Result show(const Setup&, const Health& health) {
        return {
            .text = [&](render::Style style) { return render::health(health, style); },
            .json = [&](Json& document) { document.set("health", render::health_json(health)); },
            .csv = no_words,
            .digest = no_digest,
            .prometheus = no_words,
            .summary = render::health_summary(health),
            .code = exit_code(health)};
    }
};

} // namespace

ExitCode run_doctor(Setup& setup) { return perform<Doctor>(setup); }

} // namespace tenantry::cli
