// Where a ledger is: a file, a PostgreSQL database, or nowhere.
#pragma once

#include "engine/base/trouble.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace tenantry::ledger {

/// Why the ledger could not be opened, read or written.
template<typename T>
using Attempt = std::expected<T, Trouble>;

/// Of what a ledger is the record: names, never secrets.
struct Whose {
    std::string tenant = {}; // metadata.name of the Tenant document, or ""
    std::string api = {};    // the API's address
};

struct Location {
    std::string file = {}; // an absolute path, or
    std::string url = {};  // postgresql://..., or neither: no ledger
    std::string room = {}; // of one tenant in a database that several share

    bool is_file() const { return !file.empty(); }
    bool exists() const { return !file.empty() || !url.empty(); }
    /// "/home/ops/.local/state/tenantry/acme-1a2b3c4d.sqlite", "postgresql://db/ledger".
    std::string name() const { return file.empty() ? url : file; }
};

/// The folder for what a user's programs keep: $XDG_STATE_HOME, or .local/state in the home; ""
/// when neither is known.
struct Folders {
    std::string state_home = {};
    std::string home = {};
};

/// `written` is what --ledger says: a file, an address of PostgreSQL, "none", or "" for the file of
/// this tenant and API in the user's folder. A password in an address is refused: arguments and
/// configuration are read by others.
Attempt<Location> locate(std::string_view written, const Whose& whose, const Folders& folders);

} // namespace tenantry::ledger
