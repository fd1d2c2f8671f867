// A server on loopback that answers what the test says, in the order in which requests arrive, and
// remembers what it was sent. It runs in the test's own io_context: no threads.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <vector>

/// What the server does about one request.
struct Act {
    std::string reply = {}; // raw bytes; empty: none
    std::chrono::milliseconds delay = {};
    bool close = false; // after the reply
};

/// "HTTP/1.1 <status>" with the headers ("Name: value\r\n"), a Content-Length and the body.
std::string answer(int status, const std::string& body, const std::string& headers = "");
/// A successful envelope.
Act success(const std::string& headers = "");

/// A certificate authority with a certificate for one host, made on the spot.
struct Certificates {
    std::string authority = {}; // PEM
    std::string chain = {};
    std::string key = {};
};
Certificates make_certificates(const std::string& host);

class ScriptedServer {
public:
    ScriptedServer(boost::asio::io_context& context, std::deque<Act> acts);
    /// With TLS.
    ScriptedServer(boost::asio::io_context& context, std::deque<Act> acts,
                   const Certificates& certificates);
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    std::string url() const;
    const std::vector<std::string>& requests() const;
    int connections() const;
    /// TLS handshakes that failed.
    int failed_handshakes() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};
