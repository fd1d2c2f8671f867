// What goes over the wire, for who wants to follow it: a line on stderr for each try of a call and
// for each wait. Off unless asked for. It tells calls, and of bodies only the API's words of an
// error: no personal data of an account and no credential is in it.
#pragma once

#include "engine/http/http.hpp"
#include "tools/cli/arguments.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace tenantry::cli {

/// The line, or "" when `options` leave it out. `identity` is whose lane it is: an e-mail, or
/// "token". Tries that failed are warnings, writes are information, reads are for debugging.
std::string log_line(const LogOptions& options, std::chrono::system_clock::time_point now,
                     std::string_view identity, const http::Exchanged& exchanged);
/// A wait is a warning.
std::string log_line(const LogOptions& options, std::chrono::system_clock::time_point now,
                     std::string_view identity, const http::Pause& waiting);

} // namespace tenantry::cli
