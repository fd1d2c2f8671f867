// A connection to one client, plain or TLS behind one interface: the HTTP code is compiled once.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string_view>

namespace tenantry::simulator {

class Transport {
public:
    virtual ~Transport() = default;

    /// Reads what is there; 0 at the end. Failures are thrown as boost::system::system_error.
    virtual boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer buffer) = 0;
    virtual boost::asio::awaitable<std::size_t> write_some(boost::asio::const_buffer buffer) = 0;

    /// Ends the conversation so that the client can read the last reply: says goodbye, then
    /// swallows what the client was still sending. Closing with unread data would reset.
    virtual boost::asio::awaitable<void> finish() = 0;

    /// Closes the connection as a crash would: the client sees a reset.
    virtual void drop() = 0;
};

std::unique_ptr<Transport> plain_transport(boost::asio::ip::tcp::socket socket);

/// Shakes hands first.
boost::asio::awaitable<std::unique_ptr<Transport>>
tls_transport(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context);

} // namespace tenantry::simulator
