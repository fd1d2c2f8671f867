// A moment, as the ledger keeps it and as people read it.
#pragma once

#include <chrono>
#include <string>

namespace tenantry {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// "2026-11-30T03:10:00Z".
std::string time_in_words(Time time);

} // namespace tenantry
