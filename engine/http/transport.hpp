// One connection to one server, plain or TLS, behind one small interface: what reads and writes
// through it is compiled once and not for each kind of stream. Every wait ends at the deadline; a
// transport that met it is closed and stays closed.
#pragma once

#include "engine/http/url.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>

namespace tenantry::http {

/// Why there is no connection. `lasting`: another try would meet the same (a certificate that is
/// not accepted).
struct ConnectError {
    std::string message = {};
    bool lasting = false;
};

class Transport {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    virtual ~Transport() = default;

    /// Looks the name up, connects and, where the URL is secure, proves who is there. Nothing of
    /// any request is sent.
    virtual boost::asio::awaitable<std::optional<ConnectError>> open(TimePoint deadline) = 0;

    virtual boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer buffer,
                                                          boost::system::error_code& error) = 0;
    virtual boost::asio::awaitable<std::size_t> write_some(boost::asio::const_buffer buffer,
                                                           boost::system::error_code& error) = 0;

    /// From here on everything must be done at `deadline`, else the transport is closed.
    virtual void expire_at(TimePoint deadline) = 0;
    virtual void never_expire() = 0;
    virtual bool expired() const = 0;

    /// Whether an idle connection can carry another request: the server has neither closed it nor
    /// sent anything unasked.
    virtual bool quiet() = 0;
    virtual void close() = 0;
};

/// TransportFactory holds what all connections to one server share: its address and the
/// certificates to trust.
class TransportFactory {
public:
    virtual ~TransportFactory() = default;
    virtual std::shared_ptr<Transport> make() = 0;
};

/// The certificates come from `ca_file`, or from the system when it is empty. The error is a
/// sentence for the user.
std::expected<std::unique_ptr<TransportFactory>, std::string>
make_transport_factory(boost::asio::any_io_executor executor, BaseUrl url,
                       const std::string& ca_file);

} // namespace tenantry::http
