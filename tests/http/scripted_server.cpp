#include "tests/http/scripted_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <optional>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct ScriptedServer::State {
    State(asio::io_context& io, std::deque<Act> script)
        : context(io), acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          acts(std::move(script)) {}

    asio::io_context& context;
    tcp::acceptor acceptor;
    std::optional<asio::ssl::context> tls;
    std::deque<Act> acts;
    std::vector<std::string> requests;
    int connections = 0;
    int failed_handshakes = 0;
};

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Certificate certify(const std::string& name, const std::string& extension_name,
                    const std::string& extension, EVP_PKEY* key, X509* issuer, EVP_PKEY* signer) {
    static long serial = 1;
    Certificate certificate(X509_new(), &X509_free);
    X509* const x509 = certificate.get();
    X509_set_version(x509, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), serial++);
    X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
    X509_set_pubkey(x509, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(x509, X509_get_subject_name(issuer == nullptr ? x509 : issuer));
    X509_EXTENSION* const added =
        X509V3_EXT_conf(nullptr, nullptr, extension_name.c_str(), extension.c_str());
    X509_add_ext(x509, added, -1);
    X509_EXTENSION_free(added);
    X509_sign(x509, signer, EVP_sha256());
    return certificate;
}

template<class Write>
std::string pem(Write write) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), &BIO_free);
    write(memory.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

auto reporting(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

/// Whether the text begins with a whole request; takes it out.
std::optional<std::string> take_request(std::string& text) {
    const auto end = text.find("\r\n\r\n");
    if (end == std::string::npos) return std::nullopt;
    std::size_t size = end + 4;
    const auto length = text.find("Content-Length: ");
    if (length < end) size += std::stoul(text.substr(length + 16));
    if (text.size() < size) return std::nullopt;
    std::string request = text.substr(0, size);
    text.erase(0, size);
    return request;
}

template<class Stream, class State>
asio::awaitable<void> serve(Stream& stream, State& state) {
    std::string text;
    std::string buffer(65536, '\0');
    error_code error;
    while (true) {
        auto request = take_request(text);
        if (!request) {
            const std::size_t size =
                co_await stream.async_read_some(asio::buffer(buffer), reporting(error));
            if (error) co_return;
            text.append(buffer, 0, size);
            continue;
        }
        state.requests.push_back(std::move(*request));
        if (state.acts.empty()) co_return;
        const Act act = std::move(state.acts.front());
        state.acts.pop_front();
        asio::steady_timer timer(state.context, act.delay);
        co_await timer.async_wait(reporting(error));
        for (std::size_t sent = 0; sent < act.reply.size();) {
            const asio::const_buffer rest = asio::buffer(act.reply) + sent;
            sent += co_await stream.async_write_some(rest, reporting(error));
            if (error) co_return;
        }
        if (act.close) co_return;
    }
}

template<class State>
asio::awaitable<void> serve_connection(std::shared_ptr<State> state, tcp::socket socket) {
    if (!state->tls) {
        co_await serve(socket, *state);
        co_return;
    }
    asio::ssl::stream<tcp::socket&> stream(socket, *state->tls);
    error_code error;
    co_await stream.async_handshake(asio::ssl::stream_base::server, reporting(error));
    if (error) {
        ++state->failed_handshakes;
        co_return;
    }
    co_await serve(stream, *state);
}

template<class State>
asio::awaitable<void> accept_all(std::shared_ptr<State> state) {
    while (true) {
        error_code error;
        tcp::socket socket = co_await state->acceptor.async_accept(reporting(error));
        if (error) co_return;
        ++state->connections;
        asio::co_spawn(state->context, serve_connection(state, std::move(socket)), asio::detached);
    }
}

} // namespace

std::string answer(int status, const std::string& body, const std::string& headers) {
    return "HTTP/1.1 " + std::to_string(status) + " Whatever\r\n" + headers +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

Act success(const std::string& headers) {
    return {.reply = answer(
                200, R"({"success":true,"errors":[],"messages":[],"result":{"id":"1"}})", headers)};
}

Certificates make_certificates(const std::string& host) {
    const Key root_key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const Key host_key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const Certificate root = certify("test root", "basicConstraints", "critical,CA:TRUE",
                                     root_key.get(), nullptr, root_key.get());
    const Certificate leaf =
        certify("test server", "subjectAltName", host, host_key.get(), root.get(), root_key.get());
    const auto written = [](X509* certificate) {
        return pem([&](BIO* out) { PEM_write_bio_X509(out, certificate); });
    };
    return {.authority = written(root.get()),
            .chain = written(leaf.get()),
            .key = pem([&](BIO* out) {
                PEM_write_bio_PrivateKey(out, host_key.get(), nullptr, nullptr, 0, nullptr,
                                         nullptr);
            })};
}

ScriptedServer::ScriptedServer(asio::io_context& context, std::deque<Act> acts)
    : state_(std::make_shared<State>(context, std::move(acts))) {
    asio::co_spawn(context, accept_all(state_), asio::detached);
}

ScriptedServer::ScriptedServer(asio::io_context& context, std::deque<Act> acts,
                               const Certificates& certificates)
    : ScriptedServer(context, std::move(acts)) {
    state_->tls.emplace(asio::ssl::context::tls_server);
    state_->tls->use_certificate_chain(asio::buffer(certificates.chain));
    state_->tls->use_private_key(asio::buffer(certificates.key), asio::ssl::context::pem);
}

ScriptedServer::~ScriptedServer() { state_->acceptor.close(); }

std::string ScriptedServer::url() const {
    const std::string scheme = state_->tls ? "https" : "http";
    return scheme + "://127.0.0.1:" + std::to_string(state_->acceptor.local_endpoint().port());
}

const std::vector<std::string>& ScriptedServer::requests() const { return state_->requests; }
int ScriptedServer::connections() const { return state_->connections; }
int ScriptedServer::failed_handshakes() const { return state_->failed_handshakes; }
