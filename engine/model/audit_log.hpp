// The audit log of an account, as far as it tells who made something what it is: what is asked of
// it, what it says, and what becomes of that in a finding (API reference, section 16).
#pragma once

#include "engine/base/time.hpp"
#include "engine/model/request.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace tenantry {

/// A part of the log of one account.
struct AuditQuestion {
    std::string account = {};  // its id
    std::string customer = {}; // in whose lane it is asked; "": nobody's
    Time since = {};
    Time before = {};
};

/// One thing that was done in the account. Texts come from outside: they are short, and no more is
/// known of them.
struct AuditEntry {
    Time time = {};
    std::string action = {};     // "create", "update", "delete"
    std::string actor = {};      // an e-mail, or ""
    std::string actor_type = {}; // "user", "account", "system", "cloudflare_admin"
    std::string context = {};    // "dash", "api_key", "api_token", "oauth", ...
    std::string token = {};      // the name of the token, where there is one
    std::string path = {};       // of the call that did it, from "/accounts" or "/zones" on
    std::string request_id = {}; // of that call, without where it was answered
    std::string resource = {};   // id
    std::string zone = {};       // id
    std::string zone_name = {};
};

/// How the reading of a part of a log ended; its entries were handed on.
struct AuditReading {
    std::optional<Fault> fault = {}; // why not all of the part could be read
    bool cut = false;                // there is more in it than is read of one log
    std::size_t illegible = 0;       // entries that could not be understood
};

/// Who is behind a finding, as far as the log tells.
struct Attribution {
    Time since = {};                      // from when on the log was asked
    std::optional<AuditEntry> entry = {}; // the newest that explains it
    bool ours = false;                    // it was done with the API key of this run
    std::string run = {};                 // the run of tenantry that did it, where one is known
    std::string why_unknown = {};         // why nobody can say; "": the log was read
    std::string right = {};               // what is lacked for it, where that is why
};

} // namespace tenantry
