// What is known about service users: the open lanes tell which exist, and each user itself tells
// what it may do.
#pragma once

#include "engine/diff/diff.hpp"
#include "engine/reader/reader.hpp"
#include "engine/selection/selection.hpp"

#include <string>

namespace tenantry::reader {

/// Reads the service users that manifests name and that exist, or their memberships in the accounts
/// of selected customers, each by the user itself; "none" where there is no user yet. Opens the
/// accounts to the lanes. What goes wrong concerns one customer. False where `kind` is neither.
boost::asio::awaitable<bool> read_service_users(const Kind& kind, const KindTable& kinds,
                                                const Desired& desired, const Selection& selection,
                                                const Matches& matches, Lanes& lanes,
                                                const Unusable& unusable, Live& live);

} // namespace tenantry::reader
