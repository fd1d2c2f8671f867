// Reads parts of the audit logs of accounts (API reference, section 16). All of it comes from
// outside, much of it from whoever could be meant: texts are cut, and so is the number of entries.
#pragma once

#include "engine/http/http.hpp"
#include "engine/model/audit_log.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace tenantry::reader {

/// Takes some entries of what a question asks for, the newest first; whether older ones are of use.
using TakeEntries = std::function<bool(std::size_t question, std::span<const AuditEntry> entries)>;

/// Asks each question, in the lane of its customer, and hands on what is answered, page by page.
/// What goes wrong with one is told in its reading; what concerns all ends the others, too, with
/// the same fault.
boost::asio::awaitable<std::vector<AuditReading>>
read_audit_logs(http::Lanes& lanes, std::span<const AuditQuestion> questions, TakeEntries take);

} // namespace tenantry::reader
