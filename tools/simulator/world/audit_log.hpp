// The audit log of each account: who changed what there, how and when (API reference, section 16).
// It is kept as it is cheapest to write, and becomes JSON when somebody reads it; the oldest
// entries of an account make room for new ones. It is in no state file.
#pragma once

#include "tools/simulator/text/timestamp.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tenantry::simulator {

/// Who did something, as the log names them.
struct AuditActor {
    std::string type = "user"; // user | account | system | cloudflare_admin
    std::string context = {};  // dash | api_key | api_token | oauth
    std::string id = {};
    std::string email = {};
    std::string token_id = {};
    std::string token_name = {};
};

/// One thing that was done.
struct AuditEntry {
    std::uint64_t number = 0; // in the order of happening, over all accounts
    Time time = {};
    std::string_view action = {}; // create | update | delete
    AuditActor actor = {};
    std::string method = {};
    std::string uri = {};
    std::string ray = {};
    std::string resource_id = {};
    std::string resource_type = {}; // as the path has it: "members"
    std::string zone_id = {};       // empty where it is about no zone
    std::string zone_name = {};
};

class AuditLog {
public:
    using Entries = std::deque<AuditEntry>;

    void add(const std::string& account_id, AuditEntry entry);

    /// The entries of an account, the oldest first.
    const Entries& of(const std::string& account_id) const;

private:
    std::unordered_map<std::string, Entries> entries_;
    std::uint64_t count_ = 0;
};

/// From when on the log knows anything: it is kept for 18 months.
Time audit_log_begins(Time now);

/// An entry as the API shows it; `account_name` as it is now.
std::string to_json(const AuditEntry& entry, const std::string& account_id,
                    const std::string& account_name);

} // namespace tenantry::simulator
