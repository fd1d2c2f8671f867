#include "tests/whole/simulator.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <doctest/doctest.h>

#include <csignal>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>

template class nlohmann::basic_json<>;

namespace tenantry::whole {
namespace {

using namespace std::chrono_literals;

/// One HTTP exchange on a connection of its own; the body of a 200, else an exception.
std::string exchange(const std::string& url, std::string_view method, const std::string& path,
                     const std::string& headers, const std::string& body) {
    const auto host = url.find("://") + 3;
    const auto colon = url.find(':', host);
    const auto root = url.find('/', colon);
    boost::asio::ip::tcp::iostream stream;
    stream.expires_after(30s);
    stream.connect(url.substr(host, colon - host), url.substr(colon + 1, root - colon - 1));
    stream << method << ' ' << url.substr(root) << path << " HTTP/1.1\r\nHost: simulator\r\n"
           << headers << "Connection: close\r\nContent-Length: " << body.size() << "\r\n\r\n"
           << body << std::flush;
    std::ostringstream all;
    all << stream.rdbuf();
    const std::string answer = all.str();
    const auto end = answer.find("\r\n\r\n");
    if (!answer.starts_with("HTTP/1.1 200 ") || end == std::string::npos) {
        throw std::runtime_error(std::string(method) + " " + path + ": " + answer);
    }
    return answer.substr(end + 4);
}

Start start_of(bool quirks, Words options) {
    if (quirks) options.emplace_back("--quirks");
    return {.program = TENANTRY_SIMULATOR, .arguments = std::move(options)};
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
