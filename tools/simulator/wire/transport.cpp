#include "tools/simulator/wire/transport.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <tuple>
#include <vector>

namespace tenantry::simulator {
namespace {

namespace asio = boost::asio;
using asio::as_tuple;
using asio::use_awaitable;
using asio::ip::tcp;

void reset(tcp::socket& socket) {
    boost::system::error_code ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
}

constexpr std::size_t most_swallowed = 67108864;

asio::awaitable<void> linger(tcp::socket& socket) {
    boost::system::error_code error;
    socket.shutdown(tcp::socket::shutdown_send, error);
    std::vector<char> unread(65536);
    std::size_t swallowed = 0;
    // Ends when the client closes its side, the usual case, or will not stop sending.
    while (!error && swallowed < most_swallowed) {
        const auto space = asio::buffer(unread);
        std::size_t count = 0;
        std::tie(error, count) = co_await socket.async_read_some(space, as_tuple(use_awaitable));
        swallowed += count;
    }
}

class PlainTransport final : public Transport {
public:
    explicit PlainTransport(tcp::socket socket) : socket_(std::move(socket)) {}

    asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer) override {
        return socket_.async_read_some(buffer, use_awaitable);
    }
    asio::awaitable<std::size_t> write_some(asio::const_buffer buffer) override {
        return socket_.async_write_some(buffer, use_awaitable);
    }
    asio::awaitable<void> finish() override { return linger(socket_); }
    void drop() override { reset(socket_); }

private:
    tcp::socket socket_;
};

class TlsTransport final : public Transport {
public:
    TlsTransport(tcp::socket socket, asio::ssl::context& context)
        : stream_(std::move(socket), context) {}

    asio::awaitable<void> shake_hands() {
        return stream_.async_handshake(asio::ssl::stream_base::server, use_awaitable);
    }
    asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer) override {
        return stream_.async_read_some(buffer, use_awaitable);
    }
    asio::awaitable<std::size_t> write_some(asio::const_buffer buffer) override {
        return stream_.async_write_some(buffer, use_awaitable);
    }
    asio::awaitable<void> finish() override {
        // A client that only closes its socket makes the shutdown fail; it is gone all the same.
        co_await stream_.async_shutdown(as_tuple(use_awaitable));
        co_await linger(stream_.next_layer());
    }
    void drop() override { reset(stream_.next_layer()); }

private:
    asio::ssl::stream<tcp::socket> stream_;
};

} // namespace

std::unique_ptr<Transport> plain_transport(tcp::socket socket) {
    return std::make_unique<PlainTransport>(std::move(socket));
}

asio::awaitable<std::unique_ptr<Transport>> tls_transport(tcp::socket socket,
                                                          asio::ssl::context& context) {
    auto transport = std::make_unique<TlsTransport>(std::move(socket), context);
    co_await transport->shake_hands();
    co_return transport;
}

} // namespace tenantry::simulator
