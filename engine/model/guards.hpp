// The limits that a Tenant document sets for every run: what may be bought and given, how much may
// change at once, what no step may touch or turn.
#pragma once

#include "engine/base/json.hpp"
#include "engine/base/source.hpp"
#include "engine/model/amount.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry {

/// How many live objects may be updated; percent counts only where ten or more are judged.
struct UpdateLimit {
    std::optional<std::int64_t> count = {};
    std::optional<std::int64_t> percent = {};
};

/// How much more may be paid a month, by currency; of a currency that is not named, nothing.
using SpendLimit = std::map<std::string, Amount>;

/// A field that no step may change to another value than this.
struct KeptField {
    std::string kind = {};
    std::string path = {};
    Json value = {};
    Position position = {};
};

struct Guards {
    std::optional<std::vector<std::string>> allowed_plans = {}; // absent: any
    std::optional<SpendLimit> spend_of_customer = {};
    std::optional<SpendLimit> spend_of_run = {};
    UpdateLimit updates_of_kind = {};
    UpdateLimit updates_of_customer = {};
    UpdateLimit updates_of_run = {};
    std::vector<std::string> protect = {};              // address patterns
    std::optional<std::vector<std::string>> roles = {}; // globs over names; absent: any
    std::vector<KeptField> keep = {};
    /// Where each of them stands, by the path in the document: "max_monthly_increase.customer.USD",
    /// "protect.0".
    std::map<std::string, Position, std::less<>> places = {};

    /// The place of an entry, or of the nearest thing above it that was written.
    Position place_of(std::string_view path) const {
        for (; !path.empty(); path = path.substr(0, path.rfind('.'))) {
            if (const auto found = places.find(path); found != places.end()) return found->second;
            if (path.find('.') == path.npos) break;
        }
        return {};
    }
};

} // namespace tenantry
