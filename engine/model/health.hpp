// What the doctor found out about one credential at one server: what it is, what it sees, and what
// it may read. Never the credential itself.
#pragma once

#include "engine/model/live.hpp"
#include "engine/model/request.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry {

enum class Verdict {
    fine,
    warning, // works, and something is to be known about it
    trouble, // does not work
    unknown, // could not tell
};

std::string_view name_of(Verdict verdict);

/// One thing that was looked at. `name` is stable: "accounts".
struct Check {
    std::string name = {};
    Verdict verdict = Verdict::unknown;
    std::string says = {};
    std::string hint = {};
};

/// A tenant with the units that were seen in it.
struct SeenTenant {
    std::string id = {};
    std::string name = {};
    std::vector<CatalogueEntry> units = {};
};

struct Health {
    enum class Result {
        usable,
        refused,          // the API does not accept the credential, or never for what a run needs
        without_rights,   // it accepts it and does not let it do what a run begins with
        without_accounts, // it answers, but not with the list that a run begins with
        unreachable,      // no answer that says anything
    };

    Result result = Result::unreachable;
    std::string server = {};
    std::string credential = {}; // "token" or "key"
    std::string email = {};      // that goes with a key, or of the user behind a token
    std::vector<SeenTenant> tenants = {};
    std::optional<std::int64_t> accounts = {};
    std::optional<std::int64_t> zones = {};
    std::optional<std::int64_t> calls_left = {};
    std::optional<std::chrono::seconds> clock_ahead = {}; // ours, of the server's
    std::vector<Check> checks = {};
};

} // namespace tenantry
