// How a flag is told to CLI11, and the flags that several commands have.
#pragma once

#include "tools/cli/flags.hpp"
#include "tools/cli/help.hpp"

#include <CLI/CLI.hpp>

#include <string>

namespace tenantry::cli {

/// The environment variable of a flag: TENANTRY_MIN_SEVERITY for min-severity.
std::string variable_for(std::string flag);

template<typename Value>
CLI::Option* option(CLI::App& app, const std::string& name, Value& value, const std::string& says,
                    const std::string& value_name) {
    return app.add_option("--" + name, value, says)
        ->envname(variable_for(name))
        ->type_name(value_name)
        ->option_text(value_name);
}

/// The flags that are told to CLI11 from now on are listed under this by the help.
void next_are_about(CLI::App& app, About about);

void flag(CLI::App& app, const std::string& name, bool& value, const std::string& says);

void add_output_options(CLI::App& app, Raw& raw);
void add_detail_options(CLI::App& app, Raw& raw);
/// Which customers.
void add_customer_options(CLI::App& app, Raw& raw);
/// Which customers, and what of them.
void add_selection_options(CLI::App& app, Raw& raw);
void add_config_option(CLI::App& app, Raw& raw);
void add_ledger_option(CLI::App& app, Raw& raw);
void add_connection_options(CLI::App& app, Raw& raw);

} // namespace tenantry::cli
