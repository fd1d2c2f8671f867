// The limits that a Tenant document sets for every run: what may be bought, how much may change at
// once, what no step may touch (design: "Safety").
#pragma once

#include "engine/base/source.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tenantry {

/// How many live objects may be updated; percent counts only where ten or more are judged.
struct UpdateLimit {
    std::optional<std::int64_t> count = {};
    std::optional<std::int64_t> percent = {};
};

/// How much more may be paid, in cents of a month by currency; a currency that is not named is not
/// limited.
using SpendLimit = std::map<std::string, std::int64_t>;

struct Guards {
    std::optional<std::vector<std::string>> allowed_plans = {}; // absent: any
    std::optional<SpendLimit> spend_of_customer = {};
    std::optional<SpendLimit> spend_of_run = {};
    UpdateLimit updates_of_kind = {};
    UpdateLimit updates_of_customer = {};
    UpdateLimit updates_of_run = {};
    std::vector<std::string> protect = {}; // address globs
    Position position = {};
};

} // namespace tenantry
