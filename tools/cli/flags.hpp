// The commands and their flags, as CLI11 is told of them. Part of arguments.cpp's work: a new flag
// is a line here.
#pragma once

#include "tools/cli/arguments.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tenantry::cli {

/// The parsed words before they are judged.
struct Raw {
    Arguments arguments;
    std::vector<std::string> outputs;
    std::vector<std::string> selectors;
    std::string timeout;
    std::string lock_timeout;
    std::string log_level = "off";
    std::string log_format = "text";
    bool json = false;
    bool compact = false;
    bool expand = false;
};

std::vector<std::string> command_names();

/// Adds every command with its flags; what is parsed goes to `raw`.
void add_commands(CLI::App& app, Raw& raw);

} // namespace tenantry::cli
