// The simulator as a program of its own on a free port, and the way to it past the API: its control
// endpoint. It is stopped with the object.
#pragma once

#include "tests/support/child_program.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <string_view>

// Made once, in the source of this header: half of what these tests would compile otherwise.
extern template class nlohmann::basic_json<>;

namespace tenantry::whole {

using Json = nlohmann::json;

/// Lets the test case run twice: with answers as documented, and as seen in the wild (--quirks).
/// Under the sanitizers it runs once, with one of them.
bool with_quirks();

/// Lets all pass: for tests of something else that need many calls.
inline const Words unlimited = {"--rate", "off", "--ip-rate", "off"};

Words operator+(Words words, const Words& more);

class Simulator {
public:
    explicit Simulator(bool quirks = false, Words options = {});
    ~Simulator();
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;

    std::string url() const { return ready_.at("url"); }
    std::string token() const { return ready_.at("token"); }
    std::string email() const { return ready_.at("email"); }
    std::string key() const { return ready_.at("key"); }

    /// Asks the control endpoint ("/state"); an answer other than 200 is an exception.
    Json control(std::string_view method, const std::string& path, const Json& body = nullptr);
    /// Asks the API itself, as a client with the token would; the result of the envelope.
    Json api(std::string_view method, const std::string& path, const Json& body = nullptr);

    Json state() { return control("GET", "/state"); }
    /// API requests since the last forget_requests() or fail_nth().
    long long requests();
    std::map<std::string, long long> requests_by_endpoint(); // "GET /zones"
    void forget_requests();
    /// The nth request from now on goes wrong.
    void fail_nth(long long n, const std::string& how);
    void set_faults(const Json& faults) { control("PUT", "/faults", faults); }

    std::string add_account(const Json& account);
    std::string add_zone(const std::string& name, const std::string& account_id);
    /// Changes the object of that name behind everybody's back.
    void change_account(const std::string& name, const Json& changes);
    void change_zone(const std::string& name, const Json& changes);
    void delete_zone(const std::string& name);

private:
    Program program_;
    Json ready_;
};

/// What is live, one line an object: "EMEA resale / Acme GmbH standard ..." and its zones. Sorted
/// and without ids and times, so that two runs can be compared.
std::string outline(const Json& state);

} // namespace tenantry::whole
