// The simulator on a socket: HTTP/1.1 with keep-alive, plain or TLS, one thread. Everything that
// a client sends is bounded, and too much of it is answered with an envelope.
#pragma once

#include "tools/simulator/wire/simulator.hpp"
#include "tools/simulator/wire/tls.hpp"

#include <functional>
#include <optional>
#include <string>

namespace tenantry::simulator {

/// Serves until SIGTERM, SIGINT or stop(). Throws when the address cannot be listened at.
class Server {
public:
    Server(Simulator& simulator, const std::optional<TlsIdentity>& tls);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// The port it listens at, also when a free one was asked for.
    std::uint16_t port() const;

    void run();

    /// May be called from another thread.
    void stop();

private:
    class Listener;
    std::unique_ptr<Listener> listener_;
};

} // namespace tenantry::simulator
