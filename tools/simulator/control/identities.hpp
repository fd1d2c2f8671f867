// What each identity did and what it meets: how often and how fast it called, and faults that one
// identity has while the others go on (API reference, section 18). The source address is counted
// in the same way. Time is an argument.
#pragma once

#include "tools/simulator/rules/settings.hpp"
#include "tools/simulator/text/request.hpp"

#include <deque>
#include <expected>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace tenantry::simulator {

/// The most calls that started in any stretch of a given length, wherever it begins.
class Peak {
public:
    explicit Peak(Duration length) : length_(length) {}

    void add(Time start);
    std::size_t most() const { return most_; }

private:
    Duration length_;
    std::deque<Time> recent_;
    std::size_t most_ = 0;
};

/// The calls of one identity or address.
class CallCount {
public:
    explicit CallCount(Duration window) : in_second_(std::chrono::seconds{1}), in_window_(window) {}

    void add(Time start);
    void add_throttled() { ++throttled_; }

    long long calls() const { return calls_; }
    long long throttled() const { return throttled_; }
    std::size_t most_in_a_second() const { return in_second_.most(); }
    std::size_t most_in_a_window() const { return in_window_.most(); }

private:
    Peak in_second_;
    Peak in_window_;
    long long calls_ = 0;
    long long throttled_ = 0;
};

/// What goes wrong for one identity.
struct IdentityFault {
    std::optional<int> refused = {}; // 401 or 403
    bool throttled = false;          // 429, whatever it did
    std::chrono::milliseconds delay = std::chrono::milliseconds{0};
};

class Identities {
public:
    explicit Identities(const Settings& settings);

    /// The count of that identity, by its label, or of that address.
    CallCount& of_identity(const std::string& label);
    CallCount& of_address(const std::string& address);
    void clear();

    /// The fault of an identity, whatever its letters' case; none unless it was set.
    IdentityFault fault_of(const std::string& label) const;
    void set_fault(const std::string& label, const IdentityFault& fault);

    /// {"identities": [...], "addresses": [...]}
    std::string rates_json() const;

private:
    Duration identity_window_;
    Duration address_window_;
    std::map<std::string, CallCount> identities_;
    std::map<std::string, CallCount> addresses_;
    std::map<std::string, IdentityFault> faults_; // by the label in lower case
};

/// {"refused": 401|403|null, "throttled": true|false, "delay": "50ms"}, or what is wrong with it.
std::expected<IdentityFault, std::string> identity_fault_from(const nlohmann::json& json);

/// The answer in place of the real one; nothing when the fault lets the call through.
std::optional<Reply> reply_of(const IdentityFault& fault);

} // namespace tenantry::simulator
