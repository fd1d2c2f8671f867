// A simulator without sockets and with a clock that the test moves.
#pragma once

#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/wire/simulator.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace tenantry::simulator {

/// Ids of roles, as real accounts have them.
inline const std::string administrator = "05784afa30c1afe1440e79d9351c7430";
inline const std::string super_administrator = "33666b9c79b9a5273fc7344ff42f953d";

/// A user that is no administrator of tenants.
inline const std::string robot = "robot@acme.example";

/// What came back: the reply, and its body as JSON.
struct Answer {
    int status = 0;
    Json body = {};
    Reply reply = {};

    const Json& result() const { return body.at("result"); }
    /// The code of the first error; 0 when there is none.
    int code() const;
    std::string header(std::string_view name) const;
};

class World {
public:
    explicit World(Settings settings = Settings{});

    Answer call(std::string_view method, std::string_view target, const Json& body = nullptr);
    Answer send(const Request& request);
    Answer control(std::string_view method, std::string_view target, const Json& body = nullptr);

    /// Adds a user to the simulator, with a token.
    void add_user(const std::string& email);
    /// A call with that user's token.
    Answer call_as(const std::string& email, std::string_view method, std::string_view target,
                   const Json& body = nullptr);

    /// A request with the valid key and without a body.
    Request request(std::string_view method, std::string_view target) const;

    void pass(Duration time) { now_ += time; }
    Simulator& simulator() { return *simulator_; }

    /// Makes an account or a zone and gives its id.
    std::string account(const std::string& name);
    std::string zone(const std::string& name, const std::string& account_id);

private:
    std::unique_ptr<Simulator> simulator_;
    Time now_ = Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}};
};

/// Settings without limits and with a seeded tenant of that size.
Settings sized(int accounts, int zones_each);

/// Settings with --quirks and without a limit per address.
Settings quirky();

/// The body that orders a plan.
Json order_for(const std::string& plan);

} // namespace tenantry::simulator
