// The Date header of an answer, by which our clock can be held against the server's.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace tenantry::http {

/// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that servers may send today (RFC 9110, 5.6.7);
/// nothing for anything else.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

} // namespace tenantry::http
