#include "tests/support/simulator_program.hpp"

#include "tests/support/places.hpp"
#include "tests/support/seeded_trials.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <set>
#include <stdexcept>
#include <system_error>

template class nlohmann::basic_json<>;

namespace tenantry::whole {
namespace {

using namespace std::chrono_literals;

/// A connection to a simulator, which listens on this machine. Asio would be half of what this file
/// takes to compile.
class Connection {
public:
    explicit Connection(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const timeval limit{.tv_sec = 120, .tv_usec = 0};
        for (const int direction : {SO_RCVTIMEO, SO_SNDTIMEO})
            ::setsockopt(socket_, SOL_SOCKET, direction, &limit, sizeof limit);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        // NOLINTNEXTLINE: the interface of sockets
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            fail("connect");
    }
    ~Connection() { ::close(socket_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void write(std::string_view text) const {
        while (!text.empty()) {
            const ssize_t count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (count < 0) fail("send");
            text.remove_prefix(static_cast<std::size_t>(count));
        }
    }

    std::string read_to_end() const {
        std::string text;
        std::string part(65536, '\0');
        while (true) {
            const ssize_t count = ::recv(socket_, part.data(), part.size(), 0);
            if (count < 0) fail("recv");
            if (count == 0) return text;
            text.append(part, 0, static_cast<std::size_t>(count));
        }
    }

private:
    [[noreturn]] static void fail(const char* what) {
        throw std::system_error(errno, std::generic_category(), what);
    }

    int socket_;
};

/// One HTTP exchange on a connection of its own; the body of a 200, else an exception.
std::string exchange(const std::string& url, std::string_view method, const std::string& path,
                     const std::string& headers, const std::string& body) {
    const auto host = url.find("://") + 3;
    const auto colon = url.find(':', host);
    const auto root = url.find('/', colon);
    const Connection connection(std::stoi(url.substr(colon + 1, root - colon - 1)));
    connection.write(std::string(method) + " " + url.substr(root) + path +
                     " HTTP/1.1\r\nHost: simulator\r\n" + headers +
                     "Connection: close\r\nContent-Length: " + std::to_string(body.size()) +
                     "\r\n\r\n" + body);
    const std::string answer = connection.read_to_end();
    const auto end = answer.find("\r\n\r\n");
    if (!answer.starts_with("HTTP/1.1 200 ") || end == std::string::npos) {
        throw std::runtime_error(std::string(method) + " " + path + ": " + answer);
    }
    return answer.substr(end + 4);
}

Start start_of(bool quirks, Words options) {
    if (quirks) options.emplace_back("--quirks");
    return {.program = places::program("tenantry-simulator"), .arguments = std::move(options)};
}

Json wait_until_ready(Program& program) {
    const bool ready = program.runs_until([&] { return program.out().ends_with('\n'); });
    if (ready) return Json::parse(program.out());
    throw std::runtime_error("the simulator does not start: " + program.wait(0ms).text());
}

std::string encoded(const std::string& text) {
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        result += '%';
        result += "0123456789ABCDEF"[byte >> 4U];
        result += "0123456789ABCDEF"[byte & 15U];
    }
    return result;
}

} // namespace

bool with_quirks() {
    bool quirks = false;
    if (places::programs_are_sanitized()) {
        const char* const test = doctest::getContextOptions()->currentTest->m_name;
        return tried(2, test, 2).front() == 1;
    }
    SUBCASE("as documented") {}
    SUBCASE("with quirks") { quirks = true; }
    return quirks;
}

Words operator+(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

Simulator::Simulator(bool quirks, Words options)
    : program_(start_of(quirks, std::move(options))), ready_(wait_until_ready(program_)) {}

Simulator::~Simulator() {
    program_.send(SIGTERM);
    program_.wait(5s);
}

Json Simulator::control(std::string_view method, const std::string& path, const Json& body) {
    return Json::parse(
        exchange(ready_.at("control"), method, path, "", body.is_null() ? "" : body.dump()));
}

Json Simulator::api(std::string_view method, const std::string& path, const Json& body) {
    const std::string text =
        exchange(url(), method, path,
                 "Content-Type: application/json\r\nAuthorization: Bearer " + token() + "\r\n",
                 body.is_null() ? "" : body.dump());
    return Json::parse(text).at("result");
}

long long Simulator::requests() { return control("GET", "/requests").at("total"); }

std::map<std::string, long long> Simulator::requests_by_endpoint() {
    return control("GET", "/requests").at("by_endpoint");
}

void Simulator::forget_requests() { control("DELETE", "/requests"); }

void Simulator::fail_nth(long long n, const std::string& how) {
    forget_requests();
    set_faults({{"fail_nth", n}, {"how", how}});
}

std::string Simulator::add_account(const Json& account) {
    return control("POST", "/accounts", account).at("id");
}

std::string Simulator::add_zone(const std::string& name, const std::string& account_id) {
    return control("POST", "/zones", {{"name", name}, {"account", {{"id", account_id}}}}).at("id");
}

void Simulator::change_account(const std::string& name, const Json& changes) {
    control("PATCH", "/accounts/by-name/" + encoded(name), changes);
}

void Simulator::change_zone(const std::string& name, const Json& changes) {
    control("PATCH", "/zones/by-name/" + encoded(name), changes);
}

void Simulator::delete_zone(const std::string& name) {
    control("DELETE", "/zones/by-name/" + encoded(name));
}

std::string outline(const Json& state) {
    std::multiset<std::string> lines;
    std::map<std::string, std::string> accounts;
    for (const Json& account : state.at("accounts")) {
        const std::string unit = account.value("/managed_by/parent_org_name"_json_pointer, "?");
        std::string& name = accounts[account.at("id").get<std::string>()];
        name = unit + " / " + account.at("name").get<std::string>();
        lines.insert(name + "  " + account.at("type").get<std::string>() + " " +
                     account.at("settings").dump());
    }
    for (const Json& zone : state.at("zones")) {
        const std::string id = zone.at("account").at("id");
        lines.insert(accounts[id] + " / " + zone.at("name").get<std::string>() + "  " +
                     zone.at("type").get<std::string>() + (zone.at("paused") ? " paused" : ""));
    }
    std::string text;
    for (const std::string& line : lines)
        text += line + "\n";
    return text;
}

} // namespace tenantry::whole
