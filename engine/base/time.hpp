// A moment, as the ledger keeps it and as people read it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tenantry {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// "2026-11-30T03:10:00Z".
std::string time_in_words(Time time);

/// A moment as RFC 3339 has it, from 1970 on: with a fraction or without, in UTC or with an offset.
std::optional<Time> time_from_words(std::string_view text);

} // namespace tenantry
