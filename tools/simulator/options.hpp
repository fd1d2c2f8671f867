// The command line of tenantry-simulator. The only file that knows CLI11.
#pragma once

#include "tools/simulator/rules/settings.hpp"

#include <expected>

namespace tenantry::simulator {

/// The settings, or the exit code when there is nothing to start: 0 after --help, 64 after a
/// mistake, which has been explained on stderr.
std::expected<Settings, int> parse_options(int argc, char** argv);

} // namespace tenantry::simulator
