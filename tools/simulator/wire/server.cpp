#include "tools/simulator/wire/server.hpp"

#include "tools/simulator/text/envelope.hpp"
#include "tools/simulator/wire/transport.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <csignal>
#include <fmt/chrono.h>
#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::use_awaitable;
using asio::ip::tcp;

constexpr std::size_t read_size = 65536;
constexpr std::uint32_t most_header = 32768;
constexpr std::uint64_t most_body = 1048576;

using Parser = http::request_parser<http::string_body>;

/// What reading one request came to.
enum class Reading : std::uint8_t { complete, closed, broken };

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

Request to_request(http::request<http::string_body>&& message, const std::string& source) {
    Request request;
    request.method = view(message.method_string());
    read_target(request, view(message.target()));
    for (const auto& field : message)
        request.headers.push_back(
            Field{std::string{view(field.name_string())}, std::string{view(field.value())}});
    request.body = std::move(message.body());
    request.source = source;
    return request;
}

Reply too_large(const boost::system::error_code& error) {
    if (error == http::error::body_limit)
        return failure(413, 10413, "The request body is larger than 1 MiB");
    if (error == http::error::header_limit)
        return failure(431, 10431, "The request headers are larger than 32 KiB");
    return failure(400, 10400, "This is no HTTP/1.1 request");
}

std::string_view reason(int status) {
    return view(http::obsolete_reason(http::int_to_status(static_cast<unsigned>(status))));
}

std::string to_wire(const Reply& reply, bool keep_alive) {
    std::string out = fmt::format("HTTP/1.1 {} {}\r\n", reply.status, reason(reply.status));
    out += fmt::format("Date: {:%a, %d %b %Y %H:%M:%S} GMT\r\n",
                       fmt::gmtime(std::chrono::system_clock::now()));
    for (const Field& field : reply.headers)
        out += field.name + ": " + field.value + "\r\n";
    // A 204 has neither body nor length.
    if (reply.status != 204) {
        out += "Content-Type: " + reply.content_type + "\r\n";
        out += fmt::format("Content-Length: {}\r\n", reply.body.size());
    }
    out += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    if (reply.status != 204) out += reply.body;
    return out;
}

// Whatever a coroutine does not expect leaves run() and ends the program with its message.
void stop_on_bug(const std::exception_ptr& failure) {
    if (failure) std::rethrow_exception(failure);
}

/// A conversation with one client, request by request.
class Session {
public:
    Session(Simulator& simulator, std::unique_ptr<Transport> transport, std::string source)
        : simulator_(simulator), transport_(std::move(transport)), source_(std::move(source)) {}

    asio::awaitable<void> run() {
        bool more = true;
        while (more)
            more = co_await serve_one();
    }

private:
    asio::awaitable<bool> serve_one() {
        Parser parser;
        parser.header_limit(most_header);
        parser.body_limit(most_body);
        parser.eager(true);
        boost::system::error_code error;
        const Reading reading = co_await read(parser, error);
        if (reading == Reading::closed) co_return false;
        if (reading == Reading::broken) {
            const std::string wire = to_wire(too_large(error), false);
            co_await write(wire);
            co_await transport_->finish();
            co_return false;
        }
        const bool keep_alive = parser.get().keep_alive();
        const Request request = to_request(parser.release(), source_);
        const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
        const Reply reply = simulator_.answer(request, now);
        if (reply.delay.count() > 0) co_await wait(reply.delay);
        if (reply.delivery == Delivery::drop) {
            transport_->drop();
            co_return false;
        }
        const std::string wire = to_wire(reply, keep_alive);
        co_await write(wire);
        if (!keep_alive) co_await transport_->finish();
        co_return keep_alive;
    }

    asio::awaitable<Reading> read(Parser& parser, boost::system::error_code& error) {
        bool promised = false;
        while (true) {
            if (!buffer_.empty()) {
                const std::size_t used = parser.put(asio::buffer(buffer_), error);
                buffer_.erase(0, used);
                if (error == http::error::need_more) error = {};
                if (error) co_return Reading::broken;
                if (parser.is_done()) co_return Reading::complete;
                if (used > 0 && !buffer_.empty()) continue;
            }
            if (!promised && wants_promise(parser)) {
                promised = true;
                const std::string promise = "HTTP/1.1 100 Continue\r\n\r\n";
                co_await write(promise);
            }
            const std::size_t count = co_await read_more();
            if (count == 0) co_return Reading::closed;
        }
    }

    static bool wants_promise(const Parser& parser) {
        return parser.is_header_done() && parser.get()[http::field::expect] == "100-continue";
    }

    asio::awaitable<std::size_t> read_more() {
        const std::size_t size = buffer_.size();
        buffer_.resize(size + read_size);
        const auto space = asio::buffer(buffer_.data() + size, read_size);
        const std::size_t count = co_await transport_->read_some(space);
        buffer_.resize(size + count);
        co_return count;
    }

    asio::awaitable<void> write(const std::string& text) {
        std::size_t sent = 0;
        while (sent < text.size()) {
            const auto rest = asio::buffer(text.data() + sent, text.size() - sent);
            sent += co_await transport_->write_some(rest);
        }
    }

    static asio::awaitable<void> wait(std::chrono::milliseconds time) {
        const auto executor = co_await asio::this_coro::executor;
        asio::steady_timer timer{executor, time};
        co_await timer.async_wait(use_awaitable);
    }

    Simulator& simulator_;
    std::unique_ptr<Transport> transport_;
    std::string source_;
    std::string buffer_; // read and not yet parsed
};

} // namespace

class Server::Listener {
public:
    Listener(Simulator& simulator, const std::optional<TlsIdentity>& tls)
        : simulator_(simulator), acceptor_(context_), signals_(context_, SIGTERM, SIGINT) {
        try {
            listen(simulator.settings());
        } catch (const boost::system::system_error& error) {
            const Settings& settings = simulator.settings();
            throw std::runtime_error(fmt::format("cannot listen at {} port {}: {}", settings.host,
                                                 settings.port, error.code().message()));
        }
        if (tls) {
            tls_.emplace(asio::ssl::context::tls_server);
            tls_->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
            tls_->use_certificate_chain(asio::buffer(tls->certificate));
            tls_->use_private_key(asio::buffer(tls->key), asio::ssl::context::pem);
        }
    }

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    void run() {
        signals_.async_wait([this](const boost::system::error_code& error, int) {
            if (!error) context_.stop();
        });
        asio::co_spawn(context_, accept_all(), stop_on_bug);
        context_.run();
    }

    void stop() { context_.stop(); }

private:
    void listen(const Settings& settings) {
        const tcp::endpoint endpoint{asio::ip::make_address(settings.host), settings.port};
        acceptor_.open(endpoint.protocol());
        acceptor_.set_option(tcp::acceptor::reuse_address(true));
        acceptor_.bind(endpoint);
        acceptor_.listen();
    }

    asio::awaitable<void> accept_all() {
        while (true) {
            tcp::socket socket = co_await acceptor_.async_accept(use_awaitable);
            asio::co_spawn(context_, converse(std::move(socket)), stop_on_bug);
        }
    }

    asio::awaitable<void> converse(tcp::socket socket) {
        try {
            socket.set_option(tcp::no_delay(true));
            const std::string source = socket.remote_endpoint().address().to_string();
            std::unique_ptr<Transport> transport;
            if (tls_)
                transport = co_await tls_transport(std::move(socket), *tls_);
            else
                transport = plain_transport(std::move(socket));
            Session session{simulator_, std::move(transport), source};
            co_await session.run();
        } catch (const boost::system::system_error&) {
            co_return; // The client went away or broke TLS; nobody is left to tell.
        }
    }

    Simulator& simulator_;
    asio::io_context context_{1};
    tcp::acceptor acceptor_;
    asio::signal_set signals_;
    std::optional<asio::ssl::context> tls_;
};

Server::Server(Simulator& simulator, const std::optional<TlsIdentity>& tls)
    : listener_(std::make_unique<Listener>(simulator, tls)) {}
Server::~Server() = default;

std::uint16_t Server::port() const { return listener_->port(); }
void Server::run() { listener_->run(); }
void Server::stop() { listener_->stop(); }

} // namespace tenantry::simulator
