// What customers pay today: what is live and sold, with its price as far as anybody tells it.
#pragma once

#include "engine/model/address.hpp"
#include "engine/model/finding.hpp"
#include "engine/model/money.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry {

/// One live subscription that is paid, or may be.
struct Cost {
    Address address = {};
    std::string product = {}; // "business", "TEAMS_STANDARD"
    std::string id = {};      // of the live object
    Components components = {};
    Quote told = std::unexpected("");   // by the API, for this very subscription
    Quote listed = std::unexpected(""); // by the Tenant document's prices
    std::string missing = {};           // why neither tells a price
    bool unread = false;                // it is there, and what was ordered cannot be read
    bool named = false;                 // by a manifest
    std::string unpaid_state = {};      // in which it costs nothing; "": it is paid

    /// What counts: the API's price, where it tells one and for which period; else that of the
    /// list; else what is missing, and never 0.
    Quote price() const;
    /// Whose price that is: "api", "prices", or "".
    std::string_view source() const;
    /// Whether both tell a price, and not the same for a year.
    bool differs() const;
};

struct Costs {
    std::vector<Cost> costs = {};            // sorted by customer and address
    std::vector<Unjudged> unjudged = {};     // so that these sums are not all
    std::vector<std::string> customers = {}; // that were looked at
    std::size_t other_accounts = 0;          // live, and in no manifest: not read

    /// Whether all that is sold to these customers could be read.
    bool complete() const;
    /// What is paid in a year; what has no price is counted, and so is what could not be read.
    MoneySum sum() const;
    std::map<std::string, MoneySum> by_customer() const;
    std::map<std::string, MoneySum> by_product() const;
    /// How many of a product are paid.
    std::size_t paid(std::string_view product) const;
};

} // namespace tenantry
