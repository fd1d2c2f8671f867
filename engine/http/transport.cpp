#include "engine/http/transport.hpp"

#include "engine/base/descriptor.hpp"
#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace tenantry::http {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Failure = std::optional<ConnectError>;

/// Whether the two sides do not speak the same language, so that another try ends the same way.
bool is_lasting(const error_code& error) {
    constexpr std::array reasons = {SSL_R_WRONG_VERSION_NUMBER, SSL_R_UNSUPPORTED_PROTOCOL,
                                    SSL_R_HTTP_REQUEST, SSL_R_TLSV1_ALERT_PROTOCOL_VERSION};
    if (error.category() != asio::error::get_ssl_category()) return false;
    const auto reason = ERR_GET_REASON(static_cast<unsigned long>(error.value()));
    return std::ranges::find(reasons, reason) != reasons.end();
}

/// Whether what answers does not know TLS at all: its first bytes are those of a plain answer.
bool speaks_plainly(const error_code& error) {
    if (error.category() != asio::error::get_ssl_category()) return false;
    const auto reason = ERR_GET_REASON(static_cast<unsigned long>(error.value()));
    return reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST;
}

auto reporting(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

class PlainTransport : public Transport, public std::enable_shared_from_this<PlainTransport> {
public:
    PlainTransport(const asio::any_io_executor& executor, const BaseUrl& url)
        : url_(url), resolver_(executor), socket_(executor), alarm_(executor),
          looked_up_(executor) {}

    asio::awaitable<Failure> open(TimePoint deadline) override {
        std::vector<tcp::endpoint> endpoints;
        Failure failure = co_await look_up(deadline, endpoints);
        if (failure) co_return failure;
        failure = co_await reach_any(deadline, endpoints);
        if (failure) co_return failure;
        expire_at(deadline);
        failure = co_await greet();
        if (failure && expired_)
            failure->message = fmt::format("no TLS answer from {} in time", url_.host);
        if (failure) close();
        co_return failure;
    }

    asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer,
                                           error_code& error) override {
        return socket_.async_read_some(buffer, reporting(error));
    }

    asio::awaitable<std::size_t> write_some(asio::const_buffer buffer, error_code& error) override {
        return socket_.async_write_some(buffer, reporting(error));
    }

    void expire_at(TimePoint deadline) override {
        alarm_.expires_at(deadline);
        alarm_.async_wait([weak = weak_from_this()](error_code error) {
            const auto self = weak.lock();
            // An alarm that was moved after it had gone off still arrives here.
            if (error || !self || self->alarm_.expiry() > Clock::now()) return;
            self->expired_ = true;
            self->close_socket();
        });
    }

    void never_expire() override { alarm_.expires_at(TimePoint::max()); }
    bool expired() const override { return expired_; }

    bool quiet() override {
        if (closed_ || expired_ || !socket_.is_open()) return false;
        error_code error;
        char byte = 0;
        socket_.non_blocking(true, error);
        if (error) return false;
        // A peek finds the end of the stream, an error and unasked bytes alike; only "nothing to
        // read" is quiet.
        socket_.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
        return error == asio::error::would_block || error == asio::error::try_again;
    }

    void close() override {
        closed_ = true;
        alarm_.cancel();
        looked_up_.cancel();
        resolver_.cancel();
        close_socket();
    }

protected:
    virtual asio::awaitable<Failure> greet() { co_return std::nullopt; }

    const BaseUrl& url() const { return url_; }
    tcp::socket& socket() { return socket_; }

private:
    void close_socket() {
        error_code ignored;
        socket_.close(ignored);
    }

    /// The system's lookup cannot be stopped, so it is not waited for but for a timer that it
    /// cancels.
    asio::awaitable<Failure> look_up(TimePoint deadline, std::vector<tcp::endpoint>& endpoints) {
        if (url_.numeric) {
            endpoints.emplace_back(asio::ip::make_address(url_.host), url_.port);
            co_return std::nullopt;
        }
        looked_up_.expires_at(deadline);
        auto found = std::make_shared<std::optional<tcp::resolver::results_type>>();
        auto problem = std::make_shared<error_code>();
        const auto take = [found, problem, weak = weak_from_this()](error_code error,
                                                                    auto results) {
            *found = std::move(results);
            *problem = error;
            if (const auto self = weak.lock()) self->looked_up_.cancel();
        };
        // Asio starts the thread of its lookups with the first of them.
        try {
            resolver_.async_resolve(url_.host, std::to_string(url_.port), take);
        } catch (const boost::system::system_error& error) {
            co_return failed(
                fmt::format("the name {} could not be looked up, because the system allows no more "
                            "threads ({}; see ulimit -u, or the container's limit of processes)",
                            url_.host, error.code().message()));
        }
        error_code ignored;
        co_await looked_up_.async_wait(reporting(ignored));
        if (!*found)
            co_return failed(fmt::format("the name {} could not be looked up in time", url_.host));
        if (*problem) {
            ConnectError error{.message = fmt::format("the name {} could not be looked up: {}",
                                                      url_.host, problem->message())};
            // There is no such name, says who knows.
            error.lasting = *problem == asio::error::host_not_found;
            co_return error;
        }
        for (const auto& entry : **found)
            endpoints.push_back(entry.endpoint());
        co_return std::nullopt;
    }

    /// One address after the other; each gets its part of the time that is left, so that one that
    /// is silent does not hide the next.
    asio::awaitable<Failure> reach_any(TimePoint deadline,
                                       const std::vector<tcp::endpoint>& endpoints) {
        Failure failure = failed(fmt::format("the name {} has no address", url_.host));
        for (std::size_t i = 0; i < endpoints.size() && !closed_; ++i) {
            const auto left = std::max<Clock::duration>(deadline - Clock::now(), {});
            const auto part = left / static_cast<Clock::rep>(endpoints.size() - i);
            failure = co_await reach(endpoints[i], Clock::now() + part);
            if (!failure) break;
        }
        co_return failure;
    }

    asio::awaitable<Failure> reach(const tcp::endpoint& endpoint, TimePoint deadline) {
        const std::string where = fmt::format("no connection to {}:{}", url_.host, url_.port);
        // "localhost" may be told to be anywhere.
        if (!url_.secure && !endpoint.address().is_loopback())
            co_return failed(where + ": it is not on this machine, and the connection not secure");
        expired_ = false;
        error_code error;
        close_socket();
        socket_.open(endpoint.protocol(), error);
        if (error) co_return failed(where + ": " + error.message());
        expire_at(deadline);
        co_await socket_.async_connect(endpoint, reporting(error));
        if (expired_) co_return failed(where + " in time");
        if (error) co_return failed(where + ": " + error.message());
        socket_.set_option(tcp::no_delay(true), error);
        co_return std::nullopt;
    }

    static Failure failed(std::string message) {
        ConnectError error;
        error.message = std::move(message);
        return error;
    }

    BaseUrl url_;
    tcp::resolver resolver_;
    tcp::socket socket_;
    asio::steady_timer alarm_;
    asio::steady_timer looked_up_;
    bool expired_ = false;
    bool closed_ = false;
};

class TlsTransport : public PlainTransport {
public:
    TlsTransport(const asio::any_io_executor& executor, const BaseUrl& to, ssl::context& context)
        : PlainTransport(executor, to), stream_(socket(), context) {
        SSL* const handle = stream_.native_handle();
        const char* const host = url().host.c_str();
        // OpenSSL's own check of the name: it says in words what does not match.
        if (url().numeric) {
            X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(handle), host);
            return;
        }
        SSL_set_hostflags(handle, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        SSL_set1_host(handle, host);
        SSL_set_tlsext_host_name(handle, host);
    }

    asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer,
                                           error_code& error) override {
        return stream_.async_read_some(buffer, reporting(error));
    }

    asio::awaitable<std::size_t> write_some(asio::const_buffer buffer, error_code& error) override {
        return stream_.async_write_some(buffer, reporting(error));
    }

    bool quiet() override {
        // The end of the stream may have been read from the socket but not yet been looked at.
        SSL* const handle = stream_.native_handle();
        const bool unread = SSL_pending(handle) > 0 || BIO_pending(SSL_get_rbio(handle)) > 0;
        return !unread && PlainTransport::quiet();
    }

protected:
    asio::awaitable<Failure> greet() override {
        error_code error;
        co_await stream_.async_handshake(ssl::stream_base::client, reporting(error));
        if (!error) co_return std::nullopt;
        ConnectError failure;
        const long verdict = SSL_get_verify_result(stream_.native_handle());
        failure.lasting = verdict != X509_V_OK;
        if (failure.lasting) {
            failure.message = fmt::format("the certificate of {} is not accepted: {}", url().host,
                                          X509_verify_cert_error_string(verdict));
        } else {
            failure.lasting = is_lasting(error);
            failure.message = fmt::format(
                "no TLS connection to {}: {}", url().host,
                speaks_plainly(error) ? "this port answers in plain HTTP; correct the address"
                                      : error.message());
        }
        co_return failure;
    }

private:
    ssl::stream<tcp::socket&> stream_;
};

class Factory : public TransportFactory {
public:
    Factory(asio::any_io_executor executor, BaseUrl url)
        : executor_(std::move(executor)), url_(std::move(url)) {}

    Failure trust(const std::string& ca_file) {
        error_code error;
        context_.set_verify_mode(ssl::verify_peer);
        SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_2_VERSION);
        ConnectError failure;
        if (ca_file.empty()) {
            context_.set_default_verify_paths(error);
            failure.message = "the system's certificates cannot be read";
        } else if (!Descriptor(::open(ca_file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC))) {
            const int why = errno;
            failure.message = fmt::format("the CA file {} cannot be read: {}", in_quotes(ca_file),
                                          std::strerror(why));
            return failure;
        } else {
            context_.load_verify_file(ca_file, error);
            failure.message =
                fmt::format("the CA file {} holds no certificate in PEM form", in_quotes(ca_file));
        }
        if (!error) return std::nullopt;
        return failure;
    }

    std::shared_ptr<Transport> make() override {
        if (!url_.secure) return std::make_shared<PlainTransport>(executor_, url_);
        return std::make_shared<TlsTransport>(executor_, url_, context_);
    }

private:
    asio::any_io_executor executor_;
    BaseUrl url_;
    ssl::context context_{ssl::context::tls_client};
};

} // namespace

std::expected<std::unique_ptr<TransportFactory>, std::string>
make_transport_factory(asio::any_io_executor executor, BaseUrl url, const std::string& ca_file) {
    const bool secure = url.secure;
    auto factory = std::make_unique<Factory>(std::move(executor), std::move(url));
    if (secure) {
        if (const auto failure = factory->trust(ca_file)) return std::unexpected(failure->message);
    }
    return factory;
}

} // namespace tenantry::http
