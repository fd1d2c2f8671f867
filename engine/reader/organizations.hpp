// Organizations: what tenants and their units become (API reference, section 21). Asked for only
// where something depends on them: a unit that no tenant has, or who else administers an account.
#pragma once

#include "engine/reader/questions.hpp"
#include "engine/reader/reader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tenantry::reader {

/// The organizations that the credential sees, as units; their ids and flags go into `live`. Where
/// there are none for this credential (the API does not have them, or a right is missing) the list
/// is empty, which is no fault.
boost::asio::awaitable<Expected<std::vector<CatalogueEntry>>> read_organizations(Api& api,
                                                                                 Live& live);

/// Adds them to the units, where a unit that `written` names is in no tenant.
boost::asio::awaitable<std::optional<Fault>>
add_organizations(Api& api, const Catalogue& catalogue, const std::vector<std::string>& written,
                  Live& live);

/// Reads them where a kind judges changes otherwise for accounts that lie in one: before it refuses
/// one as the last administrator's.
boost::asio::awaitable<std::optional<Fault>> read_for_guards(Api& api, const Basis& basis,
                                                             Live& live);

} // namespace tenantry::reader
