// A simulator over real sockets, plain and TLS, with a client of its own.
#include "tests/simulator/world.hpp"

#include "tools/simulator/wire/server.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <doctest/doctest.h>
#include <thread>

using namespace tenantry::simulator;

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// A server on a free port in a thread of its own.
class Running {
public:
    explicit Running(Settings settings = Settings{}, bool tls = false) {
        settings.tls = tls;
        simulator_ = std::move(*Simulator::make(std::move(settings)));
        if (tls) tls_ = make_tls_identity();
        server_ = std::make_unique<Server>(*simulator_, tls_);
        thread_ = std::thread{[this] { server_->run(); }};
    }
    ~Running() {
        server_->stop();
        thread_.join();
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    tcp::endpoint endpoint() const { return {asio::ip::address_v4::loopback(), server_->port()}; }
    const TlsIdentity& identity() const { return *tls_; }

private:
    std::unique_ptr<Simulator> simulator_;
    std::optional<TlsIdentity> tls_;
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

std::string credential_lines() {
    const Settings settings;
    return "Host: localhost\r\nX-Auth-Email: " + settings.email +
           "\r\nX-Auth-Key: " + settings.key + "\r\n";
}

std::string get_text(const std::string& path) {
    return "GET /client/v4" + path + " HTTP/1.1\r\n" + credential_lines() + "\r\n";
}

std::string post_text(const std::string& path, const std::string& body) {
    return "POST /client/v4" + path + " HTTP/1.1\r\n" + credential_lines() +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Reads one reply: its head, then as many bytes as it announces.
template<class Stream>
std::string read_reply(Stream& stream, std::string& rest) {
    std::array<char, 4096> chunk{};
    const auto read_more = [&] {
        rest.append(chunk.data(), stream.read_some(asio::buffer(chunk)));
    };
    while (rest.find("\r\n\r\n") == std::string::npos)
        read_more();
    const std::size_t head = rest.find("\r\n\r\n") + 4;
    const std::string marker = "Content-Length: ";
    const std::size_t at = rest.find(marker);
    const std::size_t length =
        at < head ? std::stoul(rest.substr(at + marker.size(), rest.find('\r', at))) : 0;
    while (rest.size() < head + length)
        read_more();
    std::string reply = rest.substr(0, head + length);
    rest.erase(0, head + length);
    return reply;
}

template<class Stream>
std::string reply_over(Stream& stream, const std::string& request) {
    asio::write(stream, asio::buffer(request));
    std::string rest;
    return read_reply(stream, rest);
}

tcp::socket connected(asio::io_context& context, const Running& running) {
    tcp::socket socket{context};
    socket.connect(running.endpoint());
    return socket;
}

} // namespace

TEST_CASE("one connection serves many requests") {
    const Running running;
    asio::io_context context;
    tcp::socket socket = connected(context, running);
    CHECK(reply_over(socket, post_text("/accounts", R"({"name":"Acme"})"))
              .starts_with("HTTP/1.1 200 OK"));
    const std::string reply = reply_over(socket, get_text("/accounts"));
    CHECK(reply.find("Connection: keep-alive") != std::string::npos);
    CHECK(reply.find(R"("name":"Acme")") != std::string::npos);
}

TEST_CASE("requests may come in pieces, or several at once") {
    const Running running;
    asio::io_context context;
    tcp::socket socket = connected(context, running);
    const std::string request = post_text("/accounts", R"({"name":"Acme"})");
    for (const char c : request)
        asio::write(socket, asio::buffer(&c, 1));
    std::string rest;
    CHECK(read_reply(socket, rest).starts_with("HTTP/1.1 200"));
    asio::write(socket, asio::buffer(get_text("/user") + get_text("/nope") + get_text("/user")));
    CHECK(read_reply(socket, rest).starts_with("HTTP/1.1 200"));
    CHECK(read_reply(socket, rest).starts_with("HTTP/1.1 404"));
    CHECK(read_reply(socket, rest).starts_with("HTTP/1.1 200"));
}

TEST_CASE("TLS is verified against the CA that was made at start") {
    const Running running{Settings{}, true};
    asio::io_context context;
    asio::ssl::context tls{asio::ssl::context::tls_client};
    tls.add_certificate_authority(asio::buffer(running.identity().ca));
    tls.set_verify_mode(asio::ssl::verify_peer);
    for (const char* host : {"localhost", "127.0.0.1"}) {
        CAPTURE(host);
        asio::ssl::stream<tcp::socket> stream{context, tls};
        stream.next_layer().connect(running.endpoint());
        stream.set_verify_callback(asio::ssl::host_name_verification(host));
        stream.handshake(asio::ssl::stream_base::client);
        CHECK(reply_over(stream, get_text("/user")).starts_with("HTTP/1.1 200"));
        CHECK(reply_over(stream, get_text("/zones")).starts_with("HTTP/1.1 200"));
    }
}

TEST_CASE("what is too large or no HTTP is answered, then the connection ends") {
    struct Row {
        std::string request;
        const char* status;
    };
    const Running running;
    asio::io_context context;
    for (const Row& row :
         {Row{post_text("/accounts", std::string(3U << 20U, 'x')), "HTTP/1.1 413"},
          Row{"GET /client/v4/user HTTP/1.1\r\nX-Long: " + std::string(40000, 'x') + "\r\n\r\n",
              "HTTP/1.1 431"},
          Row{"nonsense\r\n\r\n", "HTTP/1.1 400"}}) {
        CAPTURE(row.status);
        tcp::socket socket = connected(context, running);
        const std::string reply = reply_over(socket, row.request);
        CHECK(reply.starts_with(row.status));
        CHECK(reply.find("Connection: close") != std::string::npos);
        CHECK(reply.find(R"("success":false)") != std::string::npos);
        std::array<char, 16> more{};
        boost::system::error_code end;
        socket.read_some(asio::buffer(more), end);
        CHECK(end == asio::error::eof);
    }
}

TEST_CASE("a dropped reply closes the connection without a byte") {
    Settings settings;
    settings.fail_nth = "1:drop-after";
    const Running running{settings};
    asio::io_context context;
    tcp::socket socket = connected(context, running);
    asio::write(socket, asio::buffer(post_text("/accounts", R"({"name":"Acme"})")));
    std::array<char, 16> bytes{};
    boost::system::error_code end;
    CHECK(socket.read_some(asio::buffer(bytes), end) == 0);
    CHECK(end.failed());
    tcp::socket again = connected(context, running);
    CHECK(reply_over(again, get_text("/accounts")).find("Acme") != std::string::npos);
}

TEST_CASE("a client that asks first is told to continue") {
    const Running running;
    asio::io_context context;
    tcp::socket socket = connected(context, running);
    const std::string body = R"({"name":"Acme"})";
    const std::string head =
        "POST /client/v4/accounts HTTP/1.1\r\n" + credential_lines() +
        "Expect: 100-continue\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    CHECK(reply_over(socket, head) == "HTTP/1.1 100 Continue\r\n\r\n");
    CHECK(reply_over(socket, body).starts_with("HTTP/1.1 200"));
}

TEST_CASE("a 204 has neither body nor length, and the connection goes on") {
    const Running running;
    asio::io_context context;
    tcp::socket socket = connected(context, running);
    const std::string created = reply_over(socket, post_text("/accounts", R"({"name":"Acme"})"));
    const std::string id = created.substr(created.find(R"("id":")") + 6, 32);
    const std::string body = R"({"business_name":"","business_address":"","business_email":"",)"
                             R"("business_phone":"","external_metadata":""})";
    const std::string put = "PUT /client/v4/accounts/" + id + "/profile HTTP/1.1\r\n" +
                            credential_lines() + "Content-Length: " + std::to_string(body.size()) +
                            "\r\n\r\n" + body;
    const std::string reply = reply_over(socket, put);
    CHECK(reply.starts_with("HTTP/1.1 204"));
    CHECK(reply.find("Content-Length") == std::string::npos);
    CHECK(reply_over(socket, get_text("/user")).starts_with("HTTP/1.1 200"));
}
