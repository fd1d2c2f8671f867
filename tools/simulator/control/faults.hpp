// Faults on request: the nth API request, or a share of all, goes wrong in a chosen way. Seeded,
// so that a run can be repeated. Which request it hits is decided here; what a fault looks like on
// the wire is make_fault_reply and Delivery.
#pragma once

#include "tools/simulator/rules/settings.hpp"
#include "tools/simulator/text/request.hpp"

#include <expected>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenantry::simulator {

enum class FaultKind : std::uint8_t {
    none,
    error_500,   // nothing done, an envelope with HTTP 500
    drop_before, // nothing done, connection closed
    drop_after,  // work done, connection closed without a reply
    html,        // nothing done, 502 with a page of HTML
    empty,       // nothing done, 502 without a body
    too_many,    // nothing done, 429 with Retry-After: 1
    too_many_bare,
    gateway,      // nothing done, 504 as RFC 9457 has it
    gateway_lost, // nothing done, 526: not worth repeating
    echo,         // nothing done, 400 with the caller's credential in its words
    echo_after,   // work done, 400 with the answer in its words
};

std::string_view name_of(FaultKind kind);
std::optional<FaultKind> fault_named(std::string_view name);

/// An answer in place of the real one, to certain requests.
struct Scripted {
    std::string method = {};
    std::string path = {};  // "/zones/{zone_id}"
    std::string holds = {}; // in the path or the body of the request
    Reply reply = {};
};

/// {"method": "POST", "path": "/zones", "status": 400, "code": 1118, "message": "..."}, or with
/// "body" in place of code and message.
std::expected<Scripted, std::string> scripted_from(const nlohmann::json& json);

/// What goes wrong, and how often.
struct FaultPlan {
    std::optional<long long> nth = {};
    FaultKind nth_kind = FaultKind::error_500;
    std::vector<std::pair<FaultKind, double>> shares = {}; // of one, together at most one
    std::chrono::milliseconds delay = std::chrono::milliseconds{0};
    std::vector<Scripted> answers = {};
};

/// "5" or "5:drop-after" into the plan.
std::expected<void, std::string> read_fail_nth(FaultPlan& plan, std::string_view text);

/// "500=1%,html=0.5%,delay=20ms" into the plan.
std::expected<void, std::string> read_fault_shares(FaultPlan& plan, std::string_view text);

/// Decides for each API request in turn.
class Faults {
public:
    Faults(FaultPlan plan, std::uint64_t seed) : plan_(std::move(plan)), random_(seed) {}

    FaultKind next();
    /// The scripted answer to a request for a route; null when there is none.
    const Reply* answer_to(const Request& request, std::string_view route) const;
    std::chrono::milliseconds delay() const { return plan_.delay; }

    /// Another plan; counting starts again.
    void replace(FaultPlan plan);
    void restart_count() { seen_ = 0; }

private:
    FaultPlan plan_;
    std::mt19937_64 random_;
    long long seen_ = 0;
};

/// Whether the gateway's errors are of use to the caller as JSON (API reference, section 23).
bool accepts_json(const Request& request);

/// True for the faults after which nothing has been done.
bool skips_the_work(FaultKind kind);

/// The reply in place of the real one, for the faults that skip the work.
Reply make_fault_reply(FaultKind kind);

} // namespace tenantry::simulator
