// What a simulator can be told, as plain values, and the small languages they are written in:
// durations ("20ms"), rates ("1200/300s"), sizes ("10000x10"). The command line lives in options.
#pragma once

#include "tools/simulator/rules/program.hpp"
#include "tools/simulator/text/timestamp.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::simulator {

/// So many requests in so much time.
struct Rate {
    long long quota = 1;
    Duration window = std::chrono::seconds{1};
};

/// How many accounts a tenant starts with, and how many zones each of them has.
struct TenantSize {
    int accounts = 0;
    int zones_each = 0;
};

struct Settings {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;
    bool tls = false;
    std::string ca_out = {};

    TenantSize size = {};
    int tenants = 1;
    int units = 1;
    std::uint64_t seed = 1;

    std::string email = "admin@partner.example";
    std::string key = "cfk_simulator_0123456789abcdef0123456789";
    std::string token = "simulator-token-0123456789abcdef01234567";

    bool quirks = false;
    Program program = Program::reseller;
    bool second_post = true; // POST for a zone with a paid plan works as PUT does
    std::vector<std::string> entitlements = {"allow_auto_accept_invites", "cname_setup_allowed",
                                             "partial_setup_allowed"};
    std::vector<std::string> account_types = {"standard", "enterprise"};
    bool service_users = true;    // POST /users
    bool bulk_settings = true;    // GET and PATCH of all settings of a zone
    bool organizations = false;   // units are organizations, and nothing else
    bool account_mobility = true; // POST /accounts/{id}/move
    bool require_kyc = false;     // the know-your-customer fields, when an account is created
    Duration page_lag = Duration{0};
    Duration entitlement_lag = Duration{0};
    std::optional<Rate> identity_rate = Rate{1200, std::chrono::seconds{300}};
    std::optional<Rate> address_rate = Rate{200, std::chrono::seconds{1}};
    std::optional<int> max_pending = {};

    std::string fail_nth = {};
    std::string fault = {};
    std::string state_file = {};
    std::string record_file = {};
};

/// "20ms", "300s", "5m", "1h"; a bare number is refused, because its unit would be a guess.
std::expected<Duration, std::string> parse_duration(std::string_view text);

/// "1200/300s", or nothing for "off".
std::expected<std::optional<Rate>, std::string> parse_rate(std::string_view text);

/// "empty" or "ACCOUNTSxZONES".
std::expected<TenantSize, std::string> parse_tenant_size(std::string_view text);

/// "all", "none", or the names of the entitlements that hold, with commas.
std::expected<std::vector<std::string>, std::string> parse_entitlements(std::string_view text);

/// The types of account that may be created, with commas.
std::expected<std::vector<std::string>, std::string> parse_account_types(std::string_view text);

/// A whole number that is not negative and at most `largest`.
std::optional<long long> parse_count(std::string_view text, long long largest);

} // namespace tenantry::simulator
