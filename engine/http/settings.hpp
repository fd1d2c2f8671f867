// What a connection to the API needs to know, and the one way to make one. The credential goes into
// request headers and nowhere else: it has no printed form.
#pragma once

#include "engine/http/api.hpp"
#include "engine/http/pace.hpp"
#include "engine/http/retry.hpp"
#include "engine/http/transport.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>

namespace tenantry::http {

/// A Credential is a token, or an e-mail and its global key (API reference, section 1.1).
struct Credential {
    std::string email = {};
    std::string key = {};
    std::string token = {}; // wins when both are set
};

enum class WaitReason {
    rate_limit, // our own pace, or the API asked for a pause
    fault,      // the last try failed and is repeated
};

/// A call that has to wait, told before the wait begins. Calls that queue behind it say nothing.
struct Pause {
    WaitReason why = WaitReason::rate_limit;
    std::chrono::milliseconds how_long = {};
    std::string call = {};  // "GET /zones?page=2"
    std::string fault = {}; // what the last try met; empty when there was none
};

/// One try of a call that ended, however it ended. Nothing of a body is in it.
struct Exchanged {
    std::string call = {}; // "GET /zones?page=2"
    bool writes = false;   // any method but GET
    int status = 0;        // 0: no answer
    std::chrono::milliseconds took = {};
    std::string request_id = {}; // of an answer that is a fault (the Cf-Ray header)
    std::string fault = {};      // why it was no success; without the credential
};

struct Settings {
    std::string base_url = "https://api.cloudflare.com/client/v4";
    Credential credential = {};
    std::string ca_file = {};                         // PEM; instead of the system's store
    std::chrono::milliseconds timeout{30000};         // one try, from connecting to the last byte
    std::chrono::milliseconds connect_timeout{10000}; // of it: name, connection and TLS
    int connections = 8;
    // 1,200 in 5 minutes for the identity, 200 a second for the address (section 1.2).
    Quota identity{.count = 1200, .period = std::chrono::seconds(300)};
    Quota address{.count = 200, .period = std::chrono::seconds(1)};
    // Several identities behind one address share this; null: made from `address`.
    std::shared_ptr<Window> address_window = {};
    double share = 0.9; // of both quotas; the rest stays for people at the dashboard
    RetryPolicy retry = {};
    std::string user_agent = "tenantry";
    std::uint64_t seed = 1; // of the jitter
    std::function<void(const Pause&)> on_wait = {};
    std::function<void(const Exchanged&)> on_exchange = {};
};

/// An Api that speaks HTTP/1.1 with the server of `settings`. Nothing is sent yet; what is wrong
/// with the settings comes back as one sentence for the user.
std::expected<std::unique_ptr<Api>, std::string> connect(boost::asio::any_io_executor executor,
                                                         Settings settings);

/// One whose bytes go over `transports`: to a server that is no socket away.
std::expected<std::unique_ptr<Api>, std::string>
connect(boost::asio::any_io_executor executor, Settings settings,
        std::unique_ptr<TransportFactory> transports);

} // namespace tenantry::http
