// What lies between the engine and the simulator when both are in one process: bytes there and
// back, and what can become of them on the way.
#pragma once

#include "engine/http/http.hpp"
#include "tools/simulator/wire/simulator.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tenantry::in_process {

enum class Mishap : std::uint8_t {
    none,
    refused,        // nothing done, 400
    dropped_before, // nothing done, connection closed
    dropped_after,  // done, connection closed
    error_before,   // nothing done, 500
    error_after,    // done, 500
    html,           // nothing done, 502 with a page of HTML
    throttled,      // nothing done, 429 with Retry-After
    throttled_bare, // nothing done, 429 without
    silent_before,  // nothing done, and never an answer
    silent_after,   // done, and never an answer
    truncated,      // done, connection closed in the middle of the answer
    killed_before,  // nothing done: whoever sent it is killed that moment
    killed_after,   // done, and whoever sent it never hears of it
};
inline constexpr std::array mishaps = {
    Mishap::refused,       Mishap::dropped_before, Mishap::dropped_after, Mishap::error_before,
    Mishap::error_after,   Mishap::html,           Mishap::throttled,     Mishap::throttled_bare,
    Mishap::silent_before, Mishap::silent_after,   Mishap::truncated};

/// Of the one that sends, not of what it sends.
inline constexpr std::array kills = {Mishap::killed_before, Mishap::killed_after};

std::string_view name_of(Mishap mishap);

/// What came of a request.
struct Delivery {
    std::string bytes = {};
    bool closes = false; // behind the bytes; otherwise there may be more, which never comes
};

class Wire {
public:
    explicit Wire(simulator::Settings settings);

    /// What becomes of the next request; asked for each in turn.
    std::function<Mishap(const simulator::Request& request)> strikes = {};

    /// How whoever sends now is killed.
    std::function<void()> kill = {};

    Delivery deliver(std::string_view bytes);
    /// Connections to the simulator; this outlives them.
    std::unique_ptr<http::TransportFactory> transports(boost::asio::any_io_executor executor);
    /// What the simulator's control says: "GET", "/state".
    std::string control(std::string_view method, std::string_view path,
                        const std::string& body = {});

    std::uint64_t requests() const { return requests_; }
    const simulator::Settings& settings() const { return simulator_->settings(); }

private:
    std::unique_ptr<simulator::Simulator> simulator_;
    std::uint64_t requests_ = 0;
};

} // namespace tenantry::in_process
