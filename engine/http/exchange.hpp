// One HTTP/1.1 request and its answer on one connection: bytes out, a complete Reply in. Knows no
// envelope and no policy; says only what happened, and whether the connection can be used again.
#pragma once

#include "engine/http/envelope.hpp"
#include "engine/http/transport.hpp"

#include <boost/asio/awaitable.hpp>

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::http {

/// A Connection is a transport with what was read from it and not yet used.
class Connection {
public:
    explicit Connection(std::shared_ptr<Transport> transport);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Transport& transport() { return *transport_; }

    /// The bytes that are there and not used, and the room behind them.
    boost::asio::const_buffer unused() const;
    boost::asio::mutable_buffer room();
    void received(std::size_t bytes) { end_ += bytes; }
    void use(std::size_t bytes) { begin_ += bytes; }

private:
    std::shared_ptr<Transport> transport_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

struct Received {
    Reply reply = {};
    bool reusable = false;
};

/// Why there is no complete answer. The request may have been executed.
struct Breakdown {
    FaultCategory category = FaultCategory::lost;
    int status = 0; // when the header was complete
    std::string message = {};
};

/// Not named `exchange`: std::exchange would be found too.
boost::asio::awaitable<std::expected<Received, Breakdown>> round_trip(Connection& connection,
                                                                      std::string_view request);

} // namespace tenantry::http
