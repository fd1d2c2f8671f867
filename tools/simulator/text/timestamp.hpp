// Moments and their RFC 3339 text. The core never asks the clock: every function that needs the
// time takes it as an argument, so that tests can make an hour pass.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tenantry::simulator {

using Duration = std::chrono::microseconds;
using Time = std::chrono::sys_time<Duration>;

/// "2026-11-21T09:36:12.123456Z"
std::string to_rfc3339(Time time);

/// "2026-11-21T09:36:12Z": without the fraction.
std::string to_rfc3339_seconds(Time time);

/// Reads what to_rfc3339 wrote, with or without a fraction; nothing when it is something else.
std::optional<Time> from_rfc3339(std::string_view text);

/// Whole seconds, rounded up: a client that waits so long has waited long enough.
std::chrono::seconds rounded_up(Duration duration);

} // namespace tenantry::simulator
