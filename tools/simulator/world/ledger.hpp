// What was asked for and cannot be taken back: invitations sent and things bought. A test holds a
// client against it: nothing invited twice, nothing bought twice.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace tenantry::simulator {

/// What was done about one thing that costs money.
struct Purchases {
    long long paid = 0; // accepted writes after which something else is paid for
    long long without_effect =
        0;               // accepted writes that changed nothing: they may cost all the same
    long long posts = 0; // accepted
    long long puts = 0;  // accepted
    long long refused = 0;
};

class Ledger {
public:
    /// One more for the e-mail at the account, or the plan at the account.
    void invited(const std::string& account_id, const std::string& email);
    Purchases& of_zone(const std::string& zone_id) { return zones_[zone_id]; }
    Purchases& of_account(const std::string& account_id, const std::string& plan) {
        return accounts_[account_id + " " + plan];
    }

    /// Keys are "ACCOUNT_ID EMAIL", "ZONE_ID" and "ACCOUNT_ID PLAN".
    const std::map<std::string, long long>& invitations() const { return invitations_; }
    const std::map<std::string, Purchases>& zones() const { return zones_; }
    const std::map<std::string, Purchases>& accounts() const { return accounts_; }

    void clear();
    std::string json() const;
    void read(const nlohmann::json& json);

private:
    std::map<std::string, long long> invitations_;
    std::map<std::string, Purchases> zones_;
    std::map<std::string, Purchases> accounts_;
};

std::string to_json(const Purchases& purchases);

} // namespace tenantry::simulator
