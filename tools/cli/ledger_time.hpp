// Times as people write and read them about the ledger.
#pragma once

#include "engine/base/time.hpp"
#include "engine/ledger/ledger.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tenantry::cli {

/// "36h", "7d", "30m": so long before `now`; or the beginning of a day, "2026-11-30" (UTC).
std::optional<ledger::Time> parse_since(std::string_view text, ledger::Time now);

} // namespace tenantry::cli
