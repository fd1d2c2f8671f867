// The flags that one command alone has.
#pragma once

#include "tools/cli/common_flags.hpp"

namespace tenantry::cli {

void add_drift_options(CLI::App& app, DriftOptions& options);
void add_explain_command(CLI::App& app, Raw& raw);
void add_export_options(CLI::App& app, Raw& raw);
void add_adopt_options(CLI::App& app, Raw& raw);
void add_init_options(CLI::App& app, Raw& raw);

} // namespace tenantry::cli
