// Who runs: the user, the host and the process, as the system tells them (Linux: /proc).
#pragma once

#include "engine/ledger/records.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace tenantry::ledger {

/// The value of a variable of the environment, or "".
using Variables = std::function<std::string(std::string_view)>;

Who who_runs(const Variables& variables);

/// Whether a process of a host is still there; nothing where that cannot be told from here, as of
/// another host or container.
std::optional<bool> still_runs(const Who& who, const Who& here);

} // namespace tenantry::ledger
