// What is known of service users: which exist is told by the lanes that are open, and what they may
// do by each user itself.
#pragma once

#include "engine/diff/diff.hpp"
#include "engine/reader/reader.hpp"
#include "engine/selection/selection.hpp"

#include <set>
#include <string>

namespace tenantry::reader {

/// The service users of `kind` that manifests name and that exist; one that a run began to create
/// without hearing of it stands in Live::unread.
void find_service_users(const Kind& kind, const Desired& desired, Lanes& lanes,
                        const std::map<std::string, std::string, std::less<>>& unusable,
                        Live& live);

/// The memberships of `kind` in the accounts of selected customers, each read by the service user
/// itself; "none" where there is no service user yet. Opens the accounts to the lanes. What goes
/// wrong concerns one customer.
boost::asio::awaitable<void> read_memberships(const Kind& kind, const Desired& desired,
                                              const Selection& selection, const Matches& matches,
                                              Lanes& lanes, Live& live);

} // namespace tenantry::reader
